const REST_MS = 300;

/** Screens that are made of many posts, and ask anew once one of mine, or what I said to one, is not as it was. */
export class ToldOfPosts {
  readonly #screens = new Set<() => unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Returns how to be told no more. */
  listen(screen: () => unknown): () => void {
    this.#screens.add(screen);
    return () => void this.#screens.delete(screen);
  }

  tell(): void {
    // However much is told, they are told of it.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#screens.forEach((screen) => void screen());
    }, REST_MS);
  }
}

export const toldOfPosts = new ToldOfPosts();
