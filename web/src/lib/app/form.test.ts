// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { ApiError } from '#lib/api/client.ts';
import { Form } from './form.svelte.ts';

const taken = new ApiError({ type: 'about:blank', title: 'Taken.', status: 409, code: 'handle_taken', field: 'handle' });

test('a problem stands at its field, and not above the button too', async () => {
  const form = new Form('handle', 'password');
  expect(await form.send(() => Promise.reject(taken))).toBe(false);
  expect(form.error('handle')).toBeTruthy();
  expect(form.error('password')).toBeUndefined();
  expect(form.general).toBeUndefined();
});

test('a problem with a field that is not shown is never lost', async () => {
  const form = new Form('password');
  await form.send(() => Promise.reject(taken));
  expect(form.general).toBeTruthy();
});

test('a form is sent once at a time', async () => {
  const form = new Form();
  let times = 0;
  let finish = (): void => undefined;
  const first = form.send(() => new Promise<void>((resolve) => ((times += 1), (finish = resolve))));
  expect(await form.send(async () => void (times += 1))).toBe(false);
  finish();
  expect(await first).toBe(true);
  expect(times).toBe(1);
});

test('sending again forgets the last problem', async () => {
  const form = new Form('handle');
  await form.send(() => Promise.reject(taken));
  await form.send(() => Promise.resolve());
  expect(form.error('handle')).toBeUndefined();
});
