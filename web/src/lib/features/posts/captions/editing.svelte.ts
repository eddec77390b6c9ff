import { api } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { posts } from '../posts.svelte.ts';
import { captionsOf } from '../video/source.ts';
import { added, apart, merged, moved, shifted, split, written, type Cue } from './cues.ts';
import { read } from './read.ts';

const MOST_STEPS = 100;

/** Captions of one language while they are worked on; nothing of it is anywhere else before it is saved. */
export class Editing {
  cues = $state.raw<readonly Cue[]>([]);
  chosen = $state<number | null>(null);
  ready = $state(false);
  #saved = $state('');
  #past = $state.raw<readonly (readonly Cue[])[]>([]);
  #doing = '';

  constructor(private readonly post: Post, readonly lang: string, readonly whole: number) {}

  now = $derived(written(this.cues));
  changed = $derived(this.ready && this.now !== this.#saved);
  empty = $derived(this.cues.every(({ words }) => words.trim() === ''));
  undoable = $derived(this.#past.length > 0);

  /** Throws where they cannot be had. */
  async load(): Promise<void> {
    const there = this.post.video?.captions?.some(({ lang }) => lang === this.lang);
    this.cues = there ? await this.#of(this.lang) : [];
    this.#saved = this.now;
    this.ready = true;
  }

  /** The times and words of another language, to be said in this one. */
  async begin(other: string): Promise<void> {
    this.#put(await this.#of(other));
  }

  async #of(lang: string): Promise<Cue[]> {
    const answer = await fetch(captionsOf(this.post.id, lang), { cache: 'no-store' });
    if (!answer.ok) throw new Error(`captions: ${answer.status}`);
    return apart(await read(await answer.text()), this.whole);
  }

  /** `doing`: what goes on bit by bit is taken back as one. */
  #put(cues: readonly Cue[], doing = ''): void {
    if (doing === '' || doing !== this.#doing) this.#past = [...this.#past.slice(1 - MOST_STEPS), this.cues];
    this.#doing = doing;
    this.cues = cues;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.#doing = '';
    this.cues = before;
  }

  say(id: number, words: string): void {
    this.#put(this.cues.map((cue) => (cue.id === id ? { ...cue, words } : cue)), `say ${id}`);
  }
  shift(id: number, edge: 'start' | 'end', to: number): void {
    this.#put(shifted(this.cues, id, edge, to, this.whole), `${edge} ${id}`);
  }
  move(id: number, to: number): void {
    this.#put(moved(this.cues, id, to, this.whole), `move ${id}`);
  }
  split(id: number, moment: number, caret: number | null): void {
    this.#put(split(this.cues, id, moment, caret));
  }
  merge(id: number): void {
    this.#put(merged(this.cues, id));
  }
  remove(id: number): void {
    this.#put(this.cues.filter((cue) => cue.id !== id));
    this.chosen = null;
  }

  /** Whether there was room for it. */
  add(moment: number): boolean {
    const found = added(this.cues, moment, this.whole);
    if (found) {
      this.#put(found.cues);
      this.chosen = found.id;
    }
    return found !== null;
  }

  /** Throws what the server has against it. */
  async save(): Promise<void> {
    const vtt = this.now;
    const label = this.post.video?.captions?.find(({ lang }) => lang === this.lang)?.label ?? '';
    posts.learn(await api.put<Post>(`/posts/${encodeURIComponent(this.post.id)}/captions/${this.lang}`, { vtt, label }));
    this.#saved = vtt;
  }
}
