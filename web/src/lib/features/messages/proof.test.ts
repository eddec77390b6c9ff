import { beforeEach, expect, test } from 'vitest';
import type { Held } from '#lib/api/types.ts';
import { heldOf, pointsOf, prove, type Piece, type ProverOptions } from './proof.ts';

const ROOM = '01a2145f-a0f5-7029-876f-09134af3c404';
const id = (seq: number) => `01a2145f-a09d-75b7-a2ff-${String(seq).padStart(12, '0')}`;
const idsUpTo = (last: number) => Array.from({ length: last }, (_, i) => id(i + 1));

/*
 * Computed apart from this code, by Python:
 *   room, ids = UUID(ROOM), [UUID(int=0x01a2145fa09d75b7a2ff000000000000 + i) for i in range(1, 6)]
 *   def h(base, count):
 *       data = room.bytes + base.to_bytes(8, "big")
 *       for i in range(count): data += (base + 1 + i).to_bytes(8, "big") + ids[i].bytes
 *       return sha256(data).hexdigest()
 */
test('hashes the bytes that the server hashes', async () => {
  expect(await heldOf({ id: ROOM, base_seq: 0, ids: [] })).toEqual({
    id: ROOM,
    base_seq: 0,
    points: [{ seq: 0, hash: '5aa6051a7298b3be4c5fd406973f5f3cf0e2d2603e1a409cf3bbe82cffb46690' }]
  });
  expect((await heldOf({ id: ROOM, base_seq: 7, ids: idsUpTo(5) })).points).toEqual([
    { seq: 8, hash: 'c35c8bae1b30a947953ab20cc71cf0580828b0754605dd1939a42a456696e00b' },
    { seq: 10, hash: 'aace1102a3e2df470bc1b899bba7f2ad6284d69be1c301468c9b5b2c2bc1fef0' },
    { seq: 11, hash: 'bcd2a07fbf4ecc901b5d9c1cf60f50dc465486bc0a8bc98c892c8fcda11b5550' },
    { seq: 12, hash: '35a181931e1919b2871a6e490b5305166324ebafb860990b74e6a54ead479517' }
  ]);
  // A seq that does not fit into 32 bits.
  expect((await heldOf({ id: ROOM, base_seq: 2 ** 40, ids: idsUpTo(5) })).points.at(-1)).toEqual({
    seq: 2 ** 40 + 5,
    hash: '1fe11d5dc758fc693359ae3bf13ca7a16ef1eee9a5ba217f10372b05cdb6e5e9'
  });
});

test('the points rise, end at the end, and are at most sixteen', () => {
  for (const count of [0, 1, 2, 3, 17, 500, 100_000]) {
    const points = pointsOf(count);
    expect(points.at(-1)).toBe(count);
    expect(points.length).toBeLessThanOrEqual(16);
    expect(points).toEqual([...new Set(points)].sort((a, b) => a - b));
    expect(points[0]).toBeGreaterThanOrEqual(Math.min(1, count));
  }
});

test('a long log proves its end', async () => {
  const { base_seq, points } = await heldOf({ id: ROOM, base_seq: 10, ids: idsUpTo(2_000) });
  expect([base_seq, points.at(-1)!.seq]).toEqual([1_510, 2_010]);
});

/** A server with the whole log, and a device with a part of it, which may be wrong. */
let server: Map<string, string[]>;
let device: Map<string, { base_seq: number; ids: string[] }>;
let done: string[];
let asked: Held[][];
let options: ProverOptions;

beforeEach(() => {
  server = new Map();
  device = new Map();
  done = [];
  asked = [];
  const pieces = (ids?: ReadonlySet<string>): Piece[] =>
    [...device].filter(([room]) => !ids || ids.has(room)).map(([room, piece]) => ({ id: room, ...piece }));
  options = {
    pieces,
    ask: async (held) => {
      asked.push(held);
      const conversations = await Promise.all(held.filter((one) => server.has(one.id)).map(told));
      return { conversations, at: `2026-11-25T14:0${asked.length}:00Z` };
    },
    mend: async (room, good_seq) => {
      done.push(`mend ${room.at(-1)} after ${good_seq}`);
      const { base_seq } = device.get(room)!;
      const base = Math.min(base_seq, good_seq);
      device.set(room, { base_seq: base, ids: server.get(room)!.slice(base) });
    },
    fill: async (room, last_seq) => {
      done.push(`fill ${room.at(-1)} to ${last_seq}`);
      const { base_seq } = device.get(room)!;
      device.set(room, { base_seq, ids: server.get(room)!.slice(base_seq, last_seq) });
    },
    renew: async (room) => void done.push(`renew ${room.at(-1)}`),
    lost: async (room) => {
      done.push(`lost ${room.at(-1)}`);
      device.delete(room);
    },
    pause: () => Promise.resolve()
  };
});

async function told(held: Held): Promise<{ id: string; last_seq: number; good_seq: number }> {
  const log = server.get(held.id)!;
  let good_seq = held.base_seq;
  for (const { seq, hash } of held.points) {
    const true_one = await heldOf({ id: held.id, base_seq: held.base_seq, ids: log.slice(held.base_seq, seq) });
    if (true_one.points.at(-1)!.seq === seq && true_one.points.at(-1)!.hash === hash) good_seq = seq;
  }
  return { id: held.id, last_seq: log.length, good_seq };
}

test('where all is the same, it is complete up to the time of the answer', async () => {
  server.set(ROOM, idsUpTo(9));
  device.set(ROOM, { base_seq: 4, ids: idsUpTo(9).slice(4) });
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(done).toEqual([]);
});

test('what differs is cut off after the last good point, fetched and compared again', async () => {
  server.set(ROOM, idsUpTo(9));
  device.set(ROOM, { base_seq: 0, ids: [...idsUpTo(6), id(77), id(8), id(9)] });
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(done).toEqual(['mend 4 after 5']);
  expect(device.get(ROOM)!.ids).toEqual(idsUpTo(9));
  expect(asked).toHaveLength(2);
});

test('what the server has more is fetched, and only that is asked about again', async () => {
  const other = id(500);
  server.set(ROOM, idsUpTo(9)).set(other, []);
  device.set(ROOM, { base_seq: 0, ids: idsUpTo(7) }).set(other, { base_seq: 0, ids: [] });
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(done).toEqual(['fill 4 to 9']);
  expect(asked.map((held) => held.length)).toEqual([2, 1]);
});

test('who goes on writing does not keep it from being complete up to when it was asked', async () => {
  server.set(ROOM, idsUpTo(3));
  device.set(ROOM, { base_seq: 0, ids: idsUpTo(2) });
  options.pause = async () => void server.set(ROOM, idsUpTo(server.get(ROOM)!.length + 1));
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
});

test('nothing is claimed where it does not become the same', async () => {
  server.set(ROOM, idsUpTo(3));
  device.set(ROOM, { base_seq: 0, ids: [id(1), id(99), id(3)] });
  options.mend = () => Promise.resolve();
  expect(await prove(options)).toBeNull();
});

test('nothing is claimed where the device is ahead of the server', async () => {
  server.set(ROOM, idsUpTo(3));
  device.set(ROOM, { base_seq: 8, ids: [] });
  options.mend = () => Promise.resolve();
  expect(await prove(options)).toBeNull();
  expect(done).toContain('renew 4');
});

test('what the viewer cannot read any more goes, and is no part of it', async () => {
  const other = id(500);
  server.set(other, idsUpTo(1));
  device.set(ROOM, { base_seq: 0, ids: idsUpTo(2) }).set(other, { base_seq: 0, ids: idsUpTo(1) });
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(done).toEqual(['lost 4']);
});

test('many conversations are asked about in parts, and the time is that of the first', async () => {
  for (let i = 0; i < 1_100; i += 1) {
    server.set(id(i), []);
    device.set(id(i), { base_seq: 0, ids: [] });
  }
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(asked.map((held) => held.length)).toEqual([500, 500, 100]);
});

test('with nothing on the device, there is still an answer', async () => {
  expect(await prove(options)).toBe('2026-11-25T14:01:00Z');
  expect(asked).toEqual([[]]);
});
