import { goto } from '$app/navigation';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { makeRoom } from './send.ts';
import { writing, type Laid } from './writing.svelte.ts';

/** What was being written goes; for some seconds it can be had again. */
export function discard(): void {
  const laid = writing.putAway();
  toasts.tell(m.publish_discarded(), { label: m.undo(), act: () => void back(laid) }, () => void writing.sure(laid));
}

/** What was written since is kept as a draft. */
async function back(laid: Laid): Promise<void> {
  // The tab that has it by now has found it on the disk.
  if (writing.state === 'elsewhere') return void (await writing.enter(true));
  if (!(await makeRoom())) return;
  writing.layBack(laid);
  await goto('/create');
}
