// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Post } from '#lib/api/types.ts';
import { MemoryPosts, type KeptFile, type KeptPost } from '#lib/live/posting.ts';
import { Publishing, type PublishingOptions } from './publishing.svelte.ts';

const file = (key: string): KeptFile => ({ key, bytes: 10, name: key, alt: ` ${key} `, cut: null, url: null, media_id: null });
const post = (...keys: string[]): KeptPost => ({ client_id: 'c', request: { client_id: 'c', kind: 'photos', text: 'hi' }, files: keys.map(file), at: 1, problem: null });
const blobs = (...keys: string[]) => new Map(keys.map((key) => [key, new Blob(['1234567890'])]));
const refusal = (code: string) => new ApiError({ type: 'about:blank', title: code, status: 422, code });
const settle = () => new Promise((done) => setTimeout(done));

/** Tabs of one browser: one shelf, one lock a post, and what one says the others hear. */
function browser(change: Partial<PublishingOptions> = {}) {
  const [shelf, tabs, lines] = [new MemoryPosts(), [] as Publishing[], new Map<string, Promise<unknown>>()];
  const options = {
    bring: vi.fn<PublishingOptions['bring']>(async ({ key }) => `m-${key}`),
    make: vi.fn<PublishingOptions['make']>(async () => ({ id: 'p' }) as Post),
    name: vi.fn<PublishingOptions['name']>(async (post) => post),
    unmake: vi.fn(async () => undefined),
    cancel: vi.fn(async () => undefined),
    done: vi.fn(),
    wait: vi.fn(async () => undefined),
    ...change
  };
  function tab(): Publishing {
    const alone: PublishingOptions['alone'] = (client_id, signal, act) => {
      const next = (lines.get(client_id) ?? Promise.resolve()).then(() => (signal.aborted ? undefined : act()));
      lines.set(client_id, next.catch(() => undefined));
      return next;
    };
    const made: Publishing = new Publishing({ ...options, alone, shelf: async () => shelf, tell: (word) => tabs.filter((one) => one !== made).forEach((one) => void one.heard(word)) });
    tabs.push(made);
    return made;
  }
  return { shelf, options, tab };
}

test('files go first, each once, and the post names them with what there is to see', async () => {
  const { options, tab, shelf } = browser();
  const publishing = tab();
  await publishing.publish(post('a', 'b'), blobs('a', 'b'));
  await settle();
  expect(options.make).toHaveBeenCalledExactlyOnceWith({ client_id: 'c', kind: 'photos', text: 'hi', media: [{ media_id: 'm-a', alt: 'a' }, { media_id: 'm-b', alt: 'b' }] }, undefined);
  expect(options.done).toHaveBeenCalledOnce();
  expect([publishing.jobs, await shelf.all(), await shelf.blob('a')]).toEqual([[], [], undefined]);
});

test('who is in it is said once it is there, by the pictures as the server calls them; also after a cut between the two', async () => {
  const name = vi.fn<PublishingOptions['name']>().mockRejectedValueOnce(new NetworkError('no answer')).mockImplementation(async (post) => post);
  const { options, tab } = browser({ name });
  await tab().publish({ ...post('a', 'b'), people: [{ handle: 'chidi', key: 'b', x: 0.2, y: 0.4 }, { handle: 'gil', key: 'gone', x: 0, y: 0 }] }, blobs('a', 'b'));
  await settle();
  expect(name).toHaveBeenCalledTimes(2);
  expect(name).toHaveBeenLastCalledWith({ id: 'p' }, [{ handle: 'chidi', media_id: 'm-b', x: 0.2, y: 0.4 }]);
  expect(options.done).toHaveBeenCalledOnce();
});

test('a picture that stands for a video is brought as a photo, and is not shown beside it', async () => {
  const { options, tab } = browser();
  const { request, ...rest } = post('film');
  await tab().publish({ ...rest, request: { ...request, kind: 'video' }, files: [file('film'), { ...file('still'), cover: true }] }, blobs('film', 'still'));
  await settle();
  expect(vi.mocked(options.bring).mock.calls.map(([{ key }, , kind]) => [key, kind])).toEqual([['film', 'video'], ['still', 'photo']]);
  expect(vi.mocked(options.make).mock.calls[0]![0]).toMatchObject({ media: [{ media_id: 'm-film', alt: 'film' }], cover: { media_id: 'm-still' } });
});

test('what passes is tried again under the same name, and no file is brought twice', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValueOnce(new NetworkError('no answer')).mockResolvedValue({ id: 'p' } as Post);
  const { options, tab } = browser({ make });
  await tab().publish(post('a'), blobs('a'));
  await settle();
  expect(options.bring).toHaveBeenCalledOnce();
  expect(make.mock.calls.map(([{ client_id }]) => client_id)).toEqual(['c', 'c']);
  expect(options.done).toHaveBeenCalledOnce();
});

test('another page goes on where a killed one ended: at the same upload, and only with what is missing', async () => {
  const urls: (string | null)[] = [];
  const bring = vi.fn<PublishingOptions['bring']>(async ({ key, url }, _blob, _kind, on) => {
    urls.push(url);
    await on.url(`/uploads/${key}`);
    // The page dies with the second file on its way.
    return key === 'b' && urls.length < 3 ? new Promise<string>(() => undefined) : `m-${key}`;
  });
  const { options, tab, shelf } = browser({ bring });
  await tab().publish(post('a', 'b'), blobs('a', 'b'));
  await settle();
  const next = browser({ bring: options.bring, make: options.make });
  const kept = (await shelf.one('c'))!;
  await next.shelf.keep(kept, blobs('a', 'b'));
  await next.tab().restore();
  await settle();
  expect(urls).toEqual([null, null, '/uploads/b']);
  expect(options.make).toHaveBeenCalledOnce();
  expect(await next.shelf.all()).toEqual([]);
});

test('of two tabs one sends, and both know how far it is', async () => {
  let go: (id: string) => void = () => undefined;
  const { options, tab } = browser({ bring: (_file, _blob, _kind, on) => (on.sent(5), new Promise((resolve) => (go = resolve))) });
  const [one, other] = [tab(), tab()];
  await one.publish(post('a'), blobs('a'));
  await settle();
  expect(other.jobs.map((job) => other.percent(job))).toEqual([50]);
  go('m-a');
  await settle();
  expect(options.make).toHaveBeenCalledOnce();
  expect([one.jobs, other.jobs]).toEqual([[], []]);
});

test('what is refused stays, says why, and can be tried again or taken back', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValue(refusal('media_kind'));
  const { options, tab, shelf } = browser({ make });
  const publishing = tab();
  await publishing.publish(post('a'), blobs('a'));
  await settle();
  expect(publishing.jobs[0]?.problem?.text).toBe('media_kind');
  expect(options.done).not.toHaveBeenCalled();
  await publishing.again('c');
  await settle();
  expect(make).toHaveBeenCalledTimes(2);
  const taken = await publishing.take('c');
  expect([taken?.post.request.text, taken?.blobs[0]?.size, publishing.jobs, await shelf.all()]).toEqual(['hi', 10, [], []]);
});

test('that it is published with other files already does not pass: it is said, and not asked for ever', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockImplementation(async () => {
    if (make.mock.calls.length > 3) return new Promise(() => undefined);
    throw new ApiError({ type: 'about:blank', title: 'late', status: 409, code: 'published' });
  });
  const { options, tab } = browser({ make });
  const publishing = tab();
  await publishing.publish({ ...post('a'), post_id: 'p' }, blobs('a'));
  await settle();
  expect(make).toHaveBeenCalledOnce();
  expect(publishing.jobs[0]?.problem?.code).toBe('published');
  expect(options.name).not.toHaveBeenCalled();
});

test('what another device has posted meanwhile can be kept as a draft of its own, with who is in it', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValueOnce(refusal('published')).mockResolvedValue({ id: 'n' } as Post);
  const { options, tab } = browser({ make });
  const publishing = tab();
  const changed = { ...post('a'), post_id: 'p', people: [{ handle: 'chidi', key: 'a', x: 0, y: 0 }] };
  await publishing.publish({ ...changed, request: { ...changed.request, publish_at: '2030-01-01T00:00:00Z' } }, blobs('a'));
  await settle();
  await publishing.asNew('c');
  await settle();
  expect(make).toHaveBeenLastCalledWith({ client_id: 'c', kind: 'photos', text: 'hi', draft: true, media: [{ media_id: 'm-a', alt: 'a' }] }, undefined);
  expect(options.bring).toHaveBeenCalledOnce();
  expect(options.name).toHaveBeenCalledExactlyOnceWith({ id: 'n' }, [{ handle: 'chidi', media_id: 'm-a', x: 0, y: 0 }]);
  expect(publishing.jobs).toEqual([]);
});

test('what the server has let go of is brought anew when it is tried again', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValueOnce(refusal('media_unknown')).mockResolvedValue({ id: 'p' } as Post);
  const { options, tab } = browser({ make });
  const publishing = tab();
  await publishing.publish(post('a'), blobs('a'));
  await settle();
  await publishing.again('c');
  await settle();
  expect(options.bring).toHaveBeenCalledTimes(2);
  expect(options.done).toHaveBeenCalledOnce();
});

test('what was taken back is not posted, nor stays where it was just being posted', async () => {
  let brought: (id: string) => void = () => undefined;
  const early = browser({ bring: () => new Promise((resolve) => (brought = resolve)) });
  const publishing = early.tab();
  await publishing.publish(post('a'), blobs('a'));
  await settle();
  await publishing.take('c');
  brought('m-a');
  await settle();
  expect(early.options.make).not.toHaveBeenCalled();

  let made: (post: Post) => void = () => undefined;
  const late = browser({ make: () => new Promise((resolve) => (made = resolve)) });
  const other = late.tab();
  await other.publish(post('a'), blobs('a'));
  await settle();
  await other.take('c');
  made({ id: 'p' } as Post);
  await settle();
  expect(late.options.unmake).toHaveBeenCalledOnce();
  expect(late.options.done).not.toHaveBeenCalled();
});

test('how far it is, of all its files', async () => {
  let percent = -1;
  const made = browser({
    bring: async ({ key }, _blob, _kind, on) => {
      on.sent(5);
      if (key === 'b') percent = publishing.percent(publishing.jobs[0]!);
      return key;
    }
  });
  const publishing = made.tab();
  await publishing.publish(post('a', 'b'), blobs('a', 'b'));
  await settle();
  expect(percent).toBe(75);
});
