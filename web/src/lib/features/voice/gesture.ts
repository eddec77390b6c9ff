export type Meant = 'hold' | 'cancel' | 'lock';

/** So far the finger slides before it means something: sideways towards the start, or up. */
export const CANCEL_PX = 96;
export const LOCK_PX = 72;

/** What a finger means that holds the button, and has slid so far to the right and down. */
export function meant(dx: number, dy: number, rtl: boolean): Meant {
  const [back, up] = [rtl ? dx : -dx, -dy];
  // The direction it has gone further decides.
  if (up >= LOCK_PX && up >= back) return 'lock';
  return back >= CANCEL_PX ? 'cancel' : 'hold';
}
