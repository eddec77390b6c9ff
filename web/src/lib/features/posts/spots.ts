import type { MediaItem } from '#lib/api/types.ts';

type Spot = { x: number; y: number };
const EDGE = 0.14;
const within = (share: number) => Math.min(1 - EDGE, Math.max(EDGE, share));

/** Where a spot of a picture stands in a cell of another shape, which shows the picture whole; a name there stays inside. */
export function spotOf({ x, y }: Spot, { width, height }: Pick<MediaItem, 'width' | 'height'>, cell: number): Spot {
  const ratio = width && height ? width / height : cell;
  const [wide, high] = ratio < cell ? [ratio / cell, 1] : [1, cell / ratio];
  return { x: within(0.5 + (x - 0.5) * wide), y: within(0.5 + (y - 0.5) * high) };
}
