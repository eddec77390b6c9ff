import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Socket, type SocketState, type Wire } from './socket.ts';
import type { ServerFrame } from './wire.ts';

class Line implements Wire {
  sent: { op: string }[] = [];
  shut = false;
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as { op: string });
  }
  close(): void {
    this.shut = true;
  }
  opens(): void {
    this.onopen?.(new Event('open'));
  }
  says(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent);
  }
  breaks(code: number): void {
    this.onclose?.({ code } as CloseEvent);
  }
}

const READY = { op: 'ready', account_id: 'ana', cursor: 'c1', heartbeat_s: 30 };
let lines: Line[];
let heard: ServerFrame[];
let states: SocketState[];
let socket: Socket;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  heard = [];
  states = [];
  socket = new Socket({
    open: () => {
      const line = new Line();
      lines.push(line);
      return line;
    },
    frame: (frame) => heard.push(frame),
    state: (state) => states.push(state),
    random: () => 1
  });
});
afterEach(() => void vi.useRealTimers());

function connect(): Line {
  socket.start();
  const line = lines[0]!;
  line.opens();
  line.says(READY);
  return line;
}

test('says hello first and is ready only when the server says so', () => {
  socket.start();
  lines[0]!.opens();
  expect(lines[0]!.sent).toEqual([{ op: 'hello' }]);
  expect(socket.state).toBe('connecting');
  expect(socket.send({ op: 'ping' })).toBe(false);
  lines[0]!.says(READY);
  expect(socket.state).toBe('ready');
  expect(heard).toEqual([READY]);
});

test('tells its state before it hands on the frame that made it so', () => {
  const order: string[] = [];
  const other = new Socket({
    open: () => (lines.push(new Line()), lines.at(-1)!),
    frame: (frame) => order.push(frame.op),
    state: (state) => order.push(state)
  });
  other.start();
  lines[0]!.says(READY);
  expect(order).toEqual(['connecting', 'ready', 'ready']);
});

test('waits longer after each failure and begins anew after a success', () => {
  socket.start();
  lines[0]!.breaks(1006);
  expect(socket.state).toBe('waiting');
  vi.advanceTimersByTime(499);
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(lines).toHaveLength(2);
  lines[1]!.breaks(1006);
  vi.advanceTimersByTime(999);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(1);
  lines[2]!.opens();
  lines[2]!.says(READY);
  vi.advanceTimersByTime(5_000);
  lines[2]!.breaks(1012);
  vi.advanceTimersByTime(500);
  expect(lines).toHaveLength(4);
});

test('a server that greets and breaks again and again is dialled more and more slowly', () => {
  socket.start();
  for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    const line = lines.at(-1)!;
    const before = lines.length;
    line.opens();
    line.says(READY);
    line.breaks(1012);
    vi.advanceTimersByTime(wait - 1);
    expect(lines).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(before + 1);
  }
});

test('clients that lost the same server come back spread over half of the wait', () => {
  const waits = [0, 0.5, 1].map((part) => {
    let dialled = 0;
    const one = new Socket({ open: () => ((dialled += 1), new Line()), frame: () => undefined, state: () => undefined, random: () => part });
    one.start();
    one.lose();
    let waited = 0;
    while (dialled === 1) vi.advanceTimersByTime((waited += 10) && 10);
    one.stop();
    return waited;
  });
  expect(waits).toEqual([250, 380, 500]);
});

test('gives up a server that accepts and then says nothing', () => {
  socket.start();
  lines[0]!.opens();
  vi.advanceTimersByTime(10_000);
  expect(lines[0]!.shut).toBe(true);
  expect(socket.state).toBe('waiting');
});

test('never comes back once the server signed it out', () => {
  connect().breaks(4001);
  expect(socket.state).toBe('signed_out');
  socket.wake();
  vi.advanceTimersByTime(120_000);
  expect(lines).toHaveLength(1);
});

test('comes back at once when it was only too slow, but not in a circle', () => {
  connect().breaks(4004);
  expect(lines).toHaveLength(2);
  lines[1]!.breaks(4004);
  expect(lines).toHaveLength(2);
  expect(socket.state).toBe('waiting');
});

test('pings within the heartbeat and leaves a line that no longer answers', () => {
  const line = connect();
  vi.advanceTimersByTime(15_000);
  expect(line.sent.at(-1)).toEqual({ op: 'ping' });
  line.says({ op: 'pong', cursor: 'c2' });
  vi.advanceTimersByTime(14_000);
  expect(line.shut).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(line.shut).toBe(true);
  expect(lines).toHaveLength(2);
});

test('does not wait when the network comes back', () => {
  socket.start();
  lines[0]!.breaks(1006);
  socket.wake();
  expect(lines).toHaveLength(2);
});

test('does not wait for what it dialled without a network', () => {
  socket.start();
  socket.wake();
  expect(lines, 'only somebody looked').toHaveLength(1);
  socket.regain();
  expect(lines).toHaveLength(2);
  expect(lines[0]!.shut).toBe(true);
  lines[1]!.opens();
  lines[1]!.says(READY);
  socket.regain();
  expect(socket.state).toBe('ready');
  expect(lines).toHaveLength(2);
});

test('hears nothing more from a line it has left', () => {
  const line = connect();
  const late = line.onmessage;
  socket.lose();
  expect(line.onmessage).toBeNull();
  late?.({ data: JSON.stringify({ op: 'pong', cursor: 'x' }) } as MessageEvent);
  expect(heard).toEqual([READY]);
  expect(states).toEqual(['connecting', 'ready', 'waiting']);
});
