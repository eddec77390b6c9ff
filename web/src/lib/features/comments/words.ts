import type { Comment } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

/** That it was hidden, shown or approved. */
export function putWords(before: Comment['state'], now: Comment['state']): string {
  if (now === 'hidden') return m.comment_hidden_now();
  return before === 'waiting' ? m.comment_approved_now() : m.comment_shown_now();
}
