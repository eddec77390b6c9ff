import type { Frame } from '#lib/live/wire.ts';

type Heard = Frame<'call'> | Frame<'call_ok'> | Frame<'call_signal'>;

/** The way to the calls of this tab, which are loaded with the first: frames reach them in their order. */
let loaded: Promise<typeof import('./calls.svelte.ts')> | null = null;
let tail: Promise<unknown> = Promise.resolve();

function later(act: (calls: (typeof import('./calls.svelte.ts'))['calls']) => unknown): void {
  loaded ??= import('./calls.svelte.ts').catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  const there = loaded;
  tail = tail.then(() => there).then(({ calls }) => void act(calls), () => undefined);
}

export const calling = {
  heard: (frame: Heard) => later((calls) => calls.heard(frame)),
  refused: (frame: Frame<'error'>) => loaded && later((calls) => calls.refused(frame)),
  /** The line to the server is up again. */
  back: () => loaded && later((calls) => calls.back()),
  begin: (conversation_id: string, video: boolean) => later((calls) => calls.begin(conversation_id, video)),
  clear: () => loaded && later((calls) => calls.clear())
};
