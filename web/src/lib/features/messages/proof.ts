import type { Held, Proof } from '#lib/api/types.ts';

/** A piece of a conversation's log: its base, and the id of every event from there on. */
export type Piece = { id: string; base_seq: number; ids: readonly string[] };

export type Told = Proof['conversations'][number];

export interface ProverOptions {
  /** What this device holds now: the whole of it, or of these conversations. */
  pieces: (ids?: ReadonlySet<string>) => Piece[];
  ask: (held: Held[]) => Promise<Proof>;
  /** The log after `good_seq` is not the server's. */
  mend: (id: string, good_seq: number) => Promise<unknown>;
  /** The server has more than this device. */
  fill: (id: string, last_seq: number) => Promise<unknown>;
  /** The server has less than this device. */
  renew: (id: string) => Promise<unknown>;
  /** The server says nothing of it. */
  lost: (id: string) => Promise<unknown>;
  pause: () => Promise<unknown>;
}

const MOST_CONVERSATIONS = 500;
/** Thirty conversations of these stay below the 20,000 events that the server compares at a time. */
const MOST_EVENTS = 500;
const MOST_POINTS = 16;
const ROUNDS = 4;
const BYTES = 24;

/** What the server is to compare. `docs/api.md`, 'A sync that can be proved', says which bytes are hashed. */
export async function heldOf(piece: Piece): Promise<Held> {
  const base_seq = piece.base_seq + Math.max(0, piece.ids.length - MOST_EVENTS);
  const ids = piece.ids.slice(-MOST_EVENTS);
  const bytes = new Uint8Array(BYTES * (ids.length + 1));
  const view = new DataView(bytes.buffer);
  bytes.set(bytesOf(piece.id), 0);
  view.setBigUint64(16, BigInt(base_seq));
  ids.forEach((id, i) => {
    view.setBigUint64(BYTES * (i + 1), BigInt(base_seq + i + 1));
    bytes.set(bytesOf(id), BYTES * (i + 1) + 8);
  });
  const points = pointsOf(ids.length).map(async (count) => ({
    seq: base_seq + count,
    hash: hex(await crypto.subtle.digest('SHA-256', bytes.subarray(0, BYTES * (count + 1))))
  }));
  return { id: piece.id, base_seq, points: await Promise.all(points) };
}

/** Close together at the end, where a difference is most likely: little is then fetched again. */
export function pointsOf(count: number): number[] {
  const points = [count];
  for (let back = 1; back < count && points.length < MOST_POINTS; back *= 2) points.push(count - back);
  return points.reverse();
}

/**
 * Compares what is here with what the server has, mends what differs and compares that again.
 * The time up to which everything is complete, as the server says it; null when it could not be proved.
 */
export async function prove(options: ProverOptions): Promise<string | null> {
  /** How far each had to be when everything was asked for. */
  const least = new Map<string, number>();
  let at: string | null = null;
  let open: ReadonlySet<string> | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await options.pause();
    const pieces = options.pieces(open);
    const told = await ask(options, pieces);
    at ??= told.at;
    const differing = await Promise.all(pieces.map((piece) => settled(options, piece, told.found.get(piece.id), least)));
    open = new Set(differing.flatMap((id) => id ?? []));
    if (open.size === 0) return at;
  }
  return null;
}

/** In parts, if there are many. The time is that of the first: for all of them it is true at least then. */
async function ask(options: ProverOptions, pieces: Piece[]): Promise<{ at: string; found: Map<string, Told> }> {
  let at = '';
  const found = new Map<string, Told>();
  for (let i = 0; i === 0 || i < pieces.length; i += MOST_CONVERSATIONS) {
    const answer = await options.ask(await Promise.all(pieces.slice(i, i + MOST_CONVERSATIONS).map(heldOf)));
    at ||= answer.at;
    for (const one of answer.conversations) found.set(one.id, one);
  }
  return { at, found };
}

/** Null when it is as it is on the server; its id when it was not, and is now to be compared again. */
async function settled(options: ProverOptions, piece: Piece, told: Told | undefined, least: Map<string, number>): Promise<string | null> {
  const last = piece.base_seq + piece.ids.length;
  if (told === undefined) {
    await options.lost(piece.id);
    return piece.id;
  }
  const wanted = least.get(piece.id) ?? told.last_seq;
  least.set(piece.id, wanted);
  if (told.last_seq < last) await options.renew(piece.id);
  if (told.good_seq < last) await options.mend(piece.id, told.good_seq);
  else if (last < wanted) await options.fill(piece.id, told.last_seq);
  return told.good_seq === last && last >= wanted && told.last_seq >= last ? null : piece.id;
}

function bytesOf(uuid: string): Uint8Array {
  const digits = uuid.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
