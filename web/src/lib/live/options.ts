import type { ServerFrame } from './wire.ts';

/** What the line does for the account, and asks of whoever started it. */
export interface LiveOptions {
  account_id: string;
  /** Every frame of the server, in order, in every tab. */
  deliver: (frame: ServerFrame) => void;
  /** The server ended this session from elsewhere. */
  signedOut: () => void;
  /** Whether the account is still signed in in this browser: what is written after it left would stay. */
  holds: () => boolean;
  /** Shows what the device keeps, before anything is asked of the network. */
  recall: () => Promise<void>;
  /** This tab keeps from now on, for all tabs. */
  lead: () => Promise<void>;
  /** A conversation is looked at in another tab. */
  look: (conversation_id: string) => void;
}
