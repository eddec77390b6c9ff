const PATIENCE_MS = 5_000;

/** A broken IndexedDB sometimes never answers. One that answers too late is let go again. */
export function soon<Opened extends { close: () => void }>(opening: Promise<Opened>): Promise<Opened> {
  const { promise, resolve, reject } = Promise.withResolvers<Opened>();
  const late = setTimeout(() => {
    reject(new Error('no answer'));
    void opening.then((store) => store.close()).catch(() => undefined);
  }, PATIENCE_MS);
  opening.then(resolve, reject).finally(() => clearTimeout(late));
  return promise;
}
