import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { trays, type Chosen } from '#lib/features/media/trays.svelte.ts';
import { leftBehind, type Take } from '#lib/features/voice/take.ts';
import { m } from '#lib/paraglide/messages.js';
import { covers, type Picture } from './cover/covers.svelte.ts';
import { drafting, ROOM, type PostDraft } from './draft.svelte.ts';
import { shelved } from './leaving.ts';
import { peopleIn, type Named } from './people.svelte.ts';
import { LEFT, recorded, type Part } from './record/recorded.svelte.ts';
import { originals, type Original } from './trim/originals.ts';

type KeptItem = Omit<Chosen, 'blob' | 'url'> & { original: Omit<Original, 'blob'> | null };
type KeptPart = Omit<Part, 'blob'>;
/** All that was being written. */
export type Laid = { draft: PostDraft; items: readonly Chosen[]; parts: readonly Part[]; people: readonly Named[]; cover: typeof covers.chosen; originals: [string, Original][] };
type KeptCover = Omit<Picture, 'blob'> | typeof covers.chosen;

const nameOf = (what: 'item' | 'original' | 'part' | 'cover', key: string) => `${what}:${key}`;
const lockOf = (what: 'writing' | 'disk', account_id: string) => `paperplane:${what}:${account_id}`;

/** Without Web Locks (a page not served over TLS) every tab writes for itself, and what was written last is kept. */
const locks = () => ('locks' in navigator ? navigator.locks : null);

/**
 * The one post that an account is writing in this browser: its words, its files, what was recorded for it. It is on the
 * disk as it is written, and one tab at a time has it.
 */
class WritingNow {
  /** `elsewhere`: another tab has it. */
  state = $state<'opening' | 'here' | 'elsewhere'>('opening');
  #entering: Promise<boolean> | null = null;
  #let: (() => void) | null = null;
  #waiting = new AbortController();
  /** What is on the disk, by its names. */
  #stored = new Map<string, Blob>();
  #saving: Promise<void> | null = null;
  #changed = false;
  #full = false;
  #away: Laid | null = null;
  /** Its screen is not shown. */
  #left = false;

  /** Whether this tab has it now. `take`: also from another one. */
  enter(take = false): Promise<boolean> {
    this.#left = false;
    if (this.state === 'here') return Promise.resolve(true);
    this.#entering ??= this.#enter(take).finally(() => (this.#entering = null));
    return this.#entering;
  }

  async #enter(take: boolean): Promise<boolean> {
    const account_id = session.me?.id;
    if (!account_id) return false;
    this.#waiting.abort();
    if (!(await this.#hold(account_id, take ? { steal: true } : { ifAvailable: true }))) {
      this.state = 'elsewhere';
      this.#wait(account_id);
      return false;
    }
    await this.#read();
    this.state = 'here';
    await this.#recover();
    return true;
  }

  /** The screen is left with nothing written: another tab need not ask. */
  leave(): void {
    this.#left = true;
    if (!this.#away && this.state === 'here' && this.empty) this.#release();
  }

  get empty(): boolean {
    return drafting.now.text === '' && trays.of(ROOM).items.length === 0 && recorded.parts.length === 0;
  }

  /** Off the screen, and on the disk until `sure`: a page that is closed meanwhile loses nothing. */
  putAway(): Laid {
    const laid = { draft: drafting.now, items: trays.take(ROOM).items, parts: recorded.parts, people: peopleIn.all, cover: covers.chosen, originals: [...originals] };
    this.#forget();
    drafting.hide();
    this.#away = laid;
    return laid;
  }

  layBack(laid: Laid): void {
    this.#away = null;
    trays.put(ROOM, { items: laid.items });
    // What has been filmed since cannot be a draft, and stays.
    [recorded.parts, peopleIn.all, covers.chosen] = [[...laid.parts, ...recorded.parts], laid.people, laid.cover];
    for (const [key, original] of laid.originals) originals.set(key, original);
    drafting.lay(laid.draft);
    this.save();
  }

  /** It is not asked for any more. The words go last: what was cut off in between comes back as words alone. */
  async sure(laid: Laid): Promise<void> {
    for (const { url } of laid.items) URL.revokeObjectURL(url);
    if (this.#away !== laid) return;
    this.#away = null;
    this.save();
    await this.#saving;
    if (this.state !== 'here' || !this.empty) return;
    drafting.clear();
    if (this.#left) this.leave();
  }

  /** All of it goes. */
  discard(): void {
    for (const { url } of trays.take(ROOM).items) URL.revokeObjectURL(url);
    this.#forget();
    drafting.clear();
    this.save();
  }

  /** What is on the screen gets to the disk, the newest of it last. */
  save(): void {
    if (this.state !== 'here' || (this.#away && this.empty)) return;
    this.#away = null;
    this.#changed = true;
    this.#saving ??= this.#save().finally(() => (this.#saving = null));
  }

  /** One that is recorded; its pieces go once it is on the disk as a whole. */
  async part(take: Take): Promise<void> {
    if (!recorded.parts.some(({ key }) => key === take.id)) recorded.parts = [...recorded.parts, { key: take.id, blob: take.blob, ms: take.ms }];
    this.save();
    await take.written();
    await this.#saving;
    if (!this.#full && this.state === 'here') await take.drop();
    else take.release();
  }

  /** Nobody reads or writes what is kept while `act` does; false where another tab has it by now. */
  async alone(act: () => Promise<unknown>): Promise<boolean> {
    await this.#saving;
    return this.#disk(async () => {
      if (this.state !== 'here') return false;
      await act();
      return true;
    });
  }

  /** What was kept went on its way with what it was. */
  gone(): void {
    this.#stored.clear();
  }

  clear(): void {
    this.#release();
    this.#forget();
  }

  async #hold(account_id: string, how: LockOptions): Promise<boolean> {
    const all = locks();
    if (!all) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const held = all.request(lockOf('writing', account_id), how, (lock) => {
      resolve(lock !== null);
      return lock && new Promise<void>((done) => (this.#let = done));
    });
    // Another tab took it, or it was not waited for any more.
    held.catch(() => (resolve(false), how.signal?.aborted || this.#lost(account_id)));
    return promise;
  }

  /** The tab that has it may be closed. */
  #wait(account_id: string): void {
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    void this.#hold(account_id, { signal }).then(async (mine) => {
      if (!mine || session.me?.id !== account_id) return;
      await this.#read();
      this.state = 'here';
      await this.#recover();
    });
  }

  #lost(account_id: string): void {
    if (session.me?.id !== account_id) return;
    this.#let = null;
    this.state = 'elsewhere';
    for (const { url } of trays.take(ROOM).items) URL.revokeObjectURL(url);
    this.#forget();
    this.#wait(account_id);
  }

  #release(): void {
    this.#waiting.abort();
    this.#let?.();
    [this.#let, this.state] = [null, 'opening'];
    this.gone();
  }

  #forget(): void {
    this.#away = null;
    recorded.parts = [];
    peopleIn.clear();
    covers.chosen = null;
    originals.clear();
  }

  #disk<T>(act: () => Promise<T>): Promise<T> {
    const account_id = session.me?.id ?? '';
    return locks()?.request(lockOf('disk', account_id), act) ?? act();
  }

  async #read(): Promise<void> {
    drafting.reread();
    const found = await this.#disk(async () => {
      const disk = (await shelved())?.writing;
      // The page that posted it was killed before its words went.
      if (drafting.now.leaving && (await disk?.left()) === drafting.now.leaving) drafting.clear();
      return disk?.read();
    }).catch(() => null);
    // What was given back meanwhile is what is written now.
    if (!found || trays.of(ROOM).items.length > 0) return;
    const { kept, blobs } = found;
    this.#stored = blobs;
    const items = (kept.items as KeptItem[]).flatMap(({ original, ...item }) => {
      const blob = blobs.get(nameOf('item', item.key));
      if (!blob) return [];
      if (original) originals.set(item.key, { ...original, blob: blobs.get(nameOf('original', item.key)) ?? blob });
      return [{ ...item, blob, url: URL.createObjectURL(blob) }];
    });
    if (items.length > 0) trays.put(ROOM, { items });
    peopleIn.all = kept.people as Named[];
    covers.chosen = coverOf(kept.cover as KeptCover, blobs);
    recorded.parts = (kept.parts as KeptPart[]).flatMap((part) => {
      const blob = blobs.get(nameOf('part', part.key));
      return blob ? [{ ...part, blob }] : [];
    });
  }

  /** What was being recorded when its page went away. */
  async #recover(): Promise<void> {
    for (const take of await leftBehind(LEFT).catch(() => [])) await this.part(take);
  }

  async #save(): Promise<void> {
    while (this.#changed) {
      this.#changed = false;
      try {
        await this.#disk(() => this.#write());
        this.#full = false;
      } catch {
        if (!this.#full && session.me) toasts.tell(m.writing_no_room());
        this.#full = true;
      }
    }
  }

  async #write(): Promise<void> {
    const shelf = this.state === 'here' ? await shelved() : null;
    // Another tab, or nobody, may have it by now.
    if (!shelf || this.state !== 'here') return;
    const { items, blobs } = packed(trays.of(ROOM).items);
    const parts = recorded.parts.map(({ blob, ...part }) => (blobs.set(nameOf('part', part.key), blob), part));
    const people = $state.snapshot(peopleIn.all);
    const cover = coverKept(blobs);
    const anew = new Map([...blobs].filter(([name, blob]) => this.#stored.get(name) !== blob));
    await shelf.writing.keep({ items, people, parts, cover, files: [...blobs.keys()] }, anew);
    this.#stored = blobs;
  }
}

function packed(chosen: readonly Chosen[]): { items: KeptItem[]; blobs: Map<string, Blob> } {
  const blobs = new Map<string, Blob>();
  const items = chosen.map(({ blob, url: _, ...item }) => {
    blobs.set(nameOf('item', item.key), blob);
    const known = originals.get(item.key);
    if (!known) return { ...item, original: null };
    const { blob: whole, ...original } = known;
    if (whole !== blob) blobs.set(nameOf('original', item.key), whole);
    return { ...item, original };
  });
  return { items, blobs };
}

function coverKept(blobs: Map<string, Blob>): KeptCover {
  if (!covers.chosen || !('blob' in covers.chosen)) return covers.chosen;
  const { blob, ...picture } = covers.chosen;
  blobs.set(nameOf('cover', picture.key), blob);
  return picture;
}

function coverOf(kept: KeptCover, blobs: ReadonlyMap<string, Blob>): typeof covers.chosen {
  if (!kept || !('key' in kept)) return kept;
  const blob = blobs.get(nameOf('cover', kept.key));
  return blob ? { ...kept, blob } : null;
}

export const writing = new WritingNow();
session.onSignOut(() => writing.clear());
