import type { Ice } from '#lib/api/types.ts';
import type { Signal } from '#lib/live/wire.ts';

export type Way = 'finding' | 'there' | 'lost' | 'failed';

export interface PeerOptions {
  ice: Ice;
  /** Of two who offer at once, this side gives way. */
  polite: boolean;
  say: (signal: Signal) => boolean;
  track: (track: MediaStreamTrack) => void;
  /** Whether the other sends a picture, as the two have agreed. A track's own `muted` may stay wrong after both offered at once. */
  seen: (picture: boolean) => void;
  way: (way: Way) => void;
  /** What the other says of itself, beside sound and picture. */
  told: (state: State) => void;
}

/** `muted`: the microphone is off. */
export interface State {
  muted: boolean;
}

/**
 * The connection to the other device, by perfect negotiation (W3C WebRTC, 'Perfect negotiation example'). What was said
 * may be lost with a socket: an offer that stays without an answer is said again.
 */
export class Peer {
  readonly pc: RTCPeerConnection;
  #options: PeerOptions;
  #offering = false;
  #ignoring = false;
  #heard: Promise<unknown> = Promise.resolve();
  /** From device to device too: the server need not know. */
  #words: RTCDataChannel | null = null;
  #state: State = { muted: false };

  constructor(options: PeerOptions) {
    this.#options = options;
    const { ice_servers, relay } = options.ice;
    const iceServers = ice_servers.map(({ urls, username, credential }) => ({ urls, ...(username && credential ? { username, credential } : {}) }));
    this.pc = new RTCPeerConnection({ iceServers, iceTransportPolicy: relay ? 'relay' : 'all', bundlePolicy: 'max-bundle' });
    this.pc.onnegotiationneeded = () => void this.#offer().catch(() => undefined);
    this.pc.onicecandidate = ({ candidate }) => candidate && this.#tell(candidate);
    // Who answers makes none: it would offer at once too.
    if (options.polite) this.pc.ondatachannel = ({ channel }) => this.#talkOver(channel);
    else this.#talkOver(this.pc.createDataChannel('state'));
    this.pc.ontrack = ({ track }) => options.track(track);
    this.pc.onconnectionstatechange = () => this.#look();
    this.pc.onsignalingstatechange = () => this.pc.signalingState === 'stable' && options.seen(this.#sees());
  }

  /** One after the other: what comes while the last is taken in must wait. */
  hear(signal: Signal): void {
    this.#heard = this.#heard.then(() => this.#take(signal)).catch((error: unknown) => console.warn('call', error));
  }

  /** The network or the line to the server is another one: find the way anew. */
  again(): void {
    if (this.pc.signalingState === 'have-local-offer') this.#repeat();
    else if (this.pc.connectionState !== 'connected' && this.pc.connectionState !== 'closed') this.pc.restartIce();
  }

  tell(state: State): void {
    this.#state = state;
    if (this.#words?.readyState === 'open') this.#words.send(JSON.stringify(state));
  }

  close(): void {
    this.pc.onnegotiationneeded = this.pc.onicecandidate = this.pc.ontrack = this.pc.onconnectionstatechange = this.pc.onsignalingstatechange = this.pc.ondatachannel = null;
    this.pc.close();
  }

  #talkOver(channel: RTCDataChannel): void {
    this.#words = channel;
    channel.onopen = () => this.tell(this.#state);
    channel.onmessage = ({ data }: MessageEvent<string>) => this.#options.told({ muted: (JSON.parse(data) as Partial<State>).muted === true });
    if (channel.readyState === 'open') this.tell(this.#state);
  }

  async #offer(): Promise<void> {
    this.#offering = true;
    try {
      await this.pc.setLocalDescription();
      this.#repeat();
    } finally {
      this.#offering = false;
    }
  }

  /** What I last offered, or answered. */
  #repeat(): void {
    const said = this.pc.localDescription;
    if (said?.type === 'offer' || said?.type === 'answer') this.#options.say({ description: { type: said.type, sdp: said.sdp } });
  }

  #tell({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidate): void {
    this.#options.say({ candidate: { candidate, mid: sdpMid, line: sdpMLineIndex, ufrag: usernameFragment } });
  }

  async #take({ description, candidate }: Signal): Promise<void> {
    if (description) await this.#describe(description);
    if (!candidate) return;
    const { candidate: line, mid, line: index, ufrag } = candidate;
    await this.pc.addIceCandidate({ candidate: line, sdpMid: mid, sdpMLineIndex: index, usernameFragment: ufrag }).catch((error: unknown) => {
      if (!this.#ignoring) throw error;
    });
  }

  async #describe(description: NonNullable<Signal['description']>): Promise<void> {
    const state = this.pc.signalingState;
    if (description.type === 'answer' && state !== 'have-local-offer') return;
    this.#ignoring = !this.#options.polite && description.type === 'offer' && (this.#offering || state !== 'stable');
    if (this.#ignoring) {
      // Had it heard my offer, it would not have made its own.
      if (state === 'have-local-offer') this.#repeat();
      return;
    }
    await this.pc.setRemoteDescription(description);
    if (description.type !== 'offer') return;
    await this.pc.setLocalDescription();
    this.#repeat();
  }

  #sees(): boolean {
    const takes = new Set<string | null>(['sendrecv', 'recvonly']);
    return this.pc.getTransceivers().some(({ receiver, currentDirection }) => receiver.track.kind === 'video' && takes.has(currentDirection));
  }

  #look(): void {
    const ways: Partial<Record<RTCPeerConnectionState, Way>> = { connected: 'there', disconnected: 'lost', failed: 'failed' };
    this.#options.way(ways[this.pc.connectionState] ?? 'finding');
  }
}
