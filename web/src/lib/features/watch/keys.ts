export type Act = 'next' | 'before' | 'pause' | 'back' | 'on' | 'sound' | 'like' | 'comments' | 'leave' | 'keys';

const KEYS: Record<string, Act> = {
  j: 'next', ArrowDown: 'next', k: 'before', ArrowUp: 'before', ' ': 'pause', ArrowLeft: 'back', ArrowRight: 'on',
  m: 'sound', l: 'like', c: 'comments', Escape: 'leave', '?': 'keys'
};

/** What a key does where one watches: never what somebody writes, nor what a button or a slider takes for itself. */
export function actOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>): Act | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const act = KEYS[event.key] ?? null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('textarea, input:not([type=range]), [role=menu], [role=dialog], [contenteditable]')) return null;
  if (event.key === ' ' && target?.closest('button, a, input')) return null;
  if ((act === 'back' || act === 'on') && target?.closest('input, [role=group]')) return null;
  return act;
}

export const keysOf = (acts: Record<Act, () => unknown>, busy: () => boolean) => (event: KeyboardEvent): void => {
  const act = busy() ? null : actOf(event);
  if (!act) return;
  event.preventDefault();
  acts[act]();
};
