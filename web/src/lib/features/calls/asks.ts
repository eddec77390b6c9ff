import { v7 } from 'uuid';
import { ApiError, NetworkError } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Call, CallAsk, Frame } from '#lib/live/wire.ts';

const PATIENCE_MS = 10_000;

type Waiting = { done: (call: Call) => void; failed: (why: Error) => void };
type Asked = CallAsk extends infer Ask ? (Ask extends CallAsk ? Omit<Ask, 'client_id'> : never) : never;

const waiting = new Map<string, Waiting>();

/** Asks the server something about a call, over the socket. Throws ApiError, or NetworkError where nothing is answered. */
export function ask(asked: Asked): Promise<Call> {
  const client_id = v7();
  return new Promise((done, failed) => {
    waiting.set(client_id, { done, failed });
    setTimeout(() => settle(client_id)?.failed(new NetworkError('no answer')), PATIENCE_MS);
    if (!live.tell({ ...asked, client_id } as CallAsk)) settle(client_id)?.failed(new NetworkError('no line'));
  });
}

export function answered({ client_id, call }: Frame<'call_ok'>): void {
  settle(client_id)?.done(call);
}

export function refused({ op: _, client_id, ...problem }: Frame<'error'>): void {
  if (client_id) settle(client_id)?.failed(new ApiError(problem));
}

function settle(client_id: string): Waiting | undefined {
  const found = waiting.get(client_id);
  waiting.delete(client_id);
  return found;
}
