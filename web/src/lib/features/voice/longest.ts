import { api } from '#lib/api/client.ts';
import type { components } from '#lib/api/schema.ts';
import type { Kind } from './capture.ts';

/** Where the server cannot be asked: what it says unless its operator says otherwise. */
const USUAL_S: Record<Kind, number> = { voice: 900, video_note: 60 };
const PATIENCE_MS = 1_500;
/** The server measures what comes out, which may be a little longer. */
const MARGIN_MS = 500;

let asking: Promise<components['schemas']['Limits']> | null = null;

/** How long a recording may be, in milliseconds. */
export async function longest(kind: Kind): Promise<number> {
  asking ??= api.get<components['schemas']['Limits']>('/limits');
  asking.catch(() => (asking = null));
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const limits = await Promise.race([asking, late]).catch(() => null);
  const seconds = kind === 'voice' ? limits?.sizes?.voice_s : limits?.sizes?.video_note_s;
  return (seconds ?? USUAL_S[kind]) * 1000 - MARGIN_MS;
}
