import type { Comment } from '#lib/api/types.ts';

/** Whether one stands before the other among comments: the newest first. */
export const before = (one: Comment, other: Comment): boolean => one.created_at > other.created_at || (one.created_at === other.created_at && one.id > other.id);

function inserted(list: readonly Comment[], comment: Comment): Comment[] {
  const at = list.findIndex((one) => !one.pinned && before(comment, one));
  return at === -1 ? [...list, comment] : [...list.slice(0, at), comment, ...list.slice(at)];
}

/** The list with this one at its place: the pinned one first, and there is one. */
export function placed(list: readonly Comment[], comment: Comment): Comment[] {
  const rest = list.filter(({ id }) => id !== comment.id);
  if (!comment.pinned) return inserted(rest, comment);
  return [comment, ...rest.filter(({ pinned }) => pinned).reduce((others, one) => inserted(others, { ...one, pinned: false }), rest.filter(({ pinned }) => !pinned))];
}

/** The list after one of it was fetched again: it keeps its place, unless it was pinned or is so no longer. */
export function again(list: readonly Comment[], comment: Comment): Comment[] {
  const there = list.find(({ id }) => id === comment.id);
  return there?.pinned === comment.pinned ? list.map((one) => (one.id === comment.id ? comment : one)) : placed(list, comment);
}

/** Answers, the eldest first. */
export function answered(list: readonly Comment[], comment: Comment): Comment[] {
  const rest = list.filter(({ id }) => id !== comment.id);
  const at = rest.findIndex((one) => before(one, comment));
  return at === -1 ? [...rest, comment] : [...rest.slice(0, at), comment, ...rest.slice(at)];
}

/** A first page that was fetched again, and what lies beyond it. */
export function joined(page: readonly Comment[], whole: boolean, list: readonly Comment[]): Comment[] {
  const last = page.findLast(({ pinned }) => !pinned);
  return whole ? [...page] : [...page, ...list.filter((one) => !page.some(({ id }) => id === one.id) && (!last || before(last, one)))];
}
