// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '#lib/api/client.ts';
import type { Post, PostRequest } from '#lib/api/types.ts';
import { Publishing, type PostFile, type PublishingOptions } from './publishing.svelte.ts';

const file = (key: string): PostFile => ({ key, blob: new Blob(['1234567890']), name: key, alt: ` ${key} `, url: null, media_id: null });
const asked: PostRequest = { client_id: 'c', kind: 'photos', text: 'hi' };
const request = { ...asked, kind: 'photos' as const };
const refusal = (code: string) => new ApiError({ type: 'about:blank', title: code, status: 422, code });

function made(change: Partial<PublishingOptions> = {}) {
  const options = {
    bring: vi.fn<PublishingOptions['bring']>(async ({ key }) => `m-${key}`),
    make: vi.fn<PublishingOptions['make']>(async () => ({ id: 'p' }) as Post),
    done: vi.fn(),
    wait: vi.fn(async () => undefined),
    ...change
  };
  return { options, publishing: new Publishing(options) };
}

test('files go first, each once, and the post names them with what there is to see', async () => {
  const { options, publishing } = made();
  await publishing.publish('c', request, [file('a'), file('b')]);
  expect(options.make).toHaveBeenCalledExactlyOnceWith({ ...request, media: [{ media_id: 'm-a', alt: 'a' }, { media_id: 'm-b', alt: 'b' }] });
  expect(options.done).toHaveBeenCalledOnce();
  expect(publishing.jobs).toEqual([]);
});

test('what passes is tried again under the same name, and no file is brought twice', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValueOnce(new NetworkError('no answer')).mockResolvedValue({ id: 'p' } as Post);
  const { options, publishing } = made({ make });
  await publishing.publish('c', request, [file('a')]);
  expect(options.bring).toHaveBeenCalledOnce();
  expect(make.mock.calls.map(([{ client_id }]) => client_id)).toEqual(['c', 'c']);
  expect(options.done).toHaveBeenCalledOnce();
});

test('what is refused stays, says why, and can be tried again or taken back', async () => {
  const make = vi.fn<PublishingOptions['make']>().mockRejectedValue(refusal('media_kind'));
  const { options, publishing } = made({ make });
  await publishing.publish('c', request, [file('a')]);
  expect(publishing.jobs[0]?.problem).toBe('media_kind');
  expect(options.done).not.toHaveBeenCalled();
  await publishing.again('c');
  expect(make).toHaveBeenCalledTimes(2);
  expect(publishing.take('c')?.request.text).toBe('hi');
  expect(publishing.jobs).toEqual([]);
});

test('what was taken back is not posted', async () => {
  let brought: (id: string) => void = () => undefined;
  const { options, publishing } = made({ bring: () => new Promise((resolve) => (brought = resolve)) });
  const going = publishing.publish('c', request, [file('a')]);
  publishing.take('c');
  brought('m-a');
  await going;
  expect(options.make).not.toHaveBeenCalled();
  expect(options.done).not.toHaveBeenCalled();
});

test('how far it is, of all its files', async () => {
  let percent = -1;
  const { publishing } = made({
    bring: async ({ key }, _, sent) => {
      sent(5);
      if (key === 'b') percent = publishing.percent(publishing.jobs[0]!);
      return key;
    }
  });
  await publishing.publish('c', request, [file('a'), file('b')]);
  expect(percent).toBe(75);
});
