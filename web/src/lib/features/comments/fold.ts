import type { Comment } from '#lib/api/types.ts';

/** Whether one stands before the other among comments: the newest first. */
export const before = (one: Comment, other: Comment): boolean => one.created_at > other.created_at || (one.created_at === other.created_at && one.id > other.id);

/** The list with this one at its place; the others stay where they stand. */
export function placed(list: readonly Comment[], comment: Comment): Comment[] {
  const rest = list.filter(({ id }) => id !== comment.id).map((one) => (comment.pinned && one.pinned ? { ...one, pinned: false } : one));
  const at = comment.pinned ? 0 : rest.findIndex((one) => !one.pinned && before(comment, one));
  return at === -1 ? [...rest, comment] : [...rest.slice(0, at), comment, ...rest.slice(at)];
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
