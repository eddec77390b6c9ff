import { v7 } from 'uuid';
import type { Post } from '#lib/api/types.ts';
import type { components } from '#lib/api/schema.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { trays, type Chosen } from '#lib/features/media/trays.svelte.ts';
import { postDoor } from '#lib/features/posts/calls.ts';
import { m } from '#lib/paraglide/messages.js';
import { publishing } from './leaving.ts';
import { PeopleIn } from './people.svelte.ts';
import { lengthOf } from './trim/range.ts';

type Wish = Omit<components['schemas']['PostChange'], 'media' | 'background'>;

/** The files of a post that waits on the server, to be changed here: what is there already, and what is new. */
class FilesOfWaiting {
  readonly people = new PeopleIn();
  readonly room: string;
  #before: string;

  constructor(private readonly post: Post) {
    this.room = `draft:${post.id}`;
    const kind = post.kind === 'video' ? ('video' as const) : ('photo' as const);
    const items = post.media.map(({ media_id, name = '', alt = '', duration_ms }): Chosen => {
      const url = postDoor(post.id, media_id, kind === 'video' ? 'video' : 'small');
      return { key: media_id, media_id, blob: new Blob(), name, alt, kind, as: kind, url, width: null, height: null, duration_ms };
    });
    trays.put(this.room, { items });
    this.people.all = post.people.map(({ media_id, person, x, y }) => ({ key: media_id, person, x, y }));
    this.#before = this.#said();
  }

  get changed(): boolean {
    return this.#said() !== this.#before;
  }

  get fine(): boolean {
    const { items } = trays.of(this.room);
    return items.length > 0 && items.every(({ duration_ms }) => lengthOf(duration_ms ?? 0) !== null);
  }

  /** On its way with what else is new of the post, or, `apart`, as another draft; whether the device had room for it. */
  async send(wish: Wish, apart = false): Promise<boolean> {
    const { items } = trays.of(this.room);
    const client_id = v7();
    const files = items.map(({ key, media_id = null, blob, name, alt, cut = null }) => ({ key, name, alt, cut, bytes: media_id ? 0 : blob.size, url: null, media_id }));
    const people = this.people.kept(items.map(({ key }) => key));
    const request = { ...wish, client_id, kind: this.post.kind } as Parameters<typeof publishing.publish>[0]['request'];
    const anew = new Map(items.flatMap(({ key, media_id, blob }) => (media_id ? [] : [[key, blob] as const])));
    try {
      await publishing.publish({ client_id, request, ...(apart ? { apart } : { post_id: this.post.id }), files, people, at: Date.now(), problem: null }, anew);
      return true;
    } catch {
      toasts.tell(m.media_no_room());
      return false;
    }
  }

  leave(): void {
    for (const { url } of trays.take(this.room).items) URL.revokeObjectURL(url);
  }

  #named() {
    return this.people.of(trays.of(this.room).items.map(({ key }) => key));
  }

  #said(): string {
    const files = trays.of(this.room).items.map(({ key, media_id, alt }) => [key, media_id, alt]);
    return JSON.stringify([files, this.#named().map(({ key, person, x, y }) => [key, person.id, x, y])]);
  }
}

export const filesOf = (post: Post) => new FilesOfWaiting(post);
