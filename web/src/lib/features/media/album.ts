import type { MediaItem } from '#lib/api/types.ts';

/** Where a picture stands in an album: the grid has two columns, or three for three; `big` takes two rows. */
export type Cell<Item> = { item: Item; at: number; area: string; more: number };
export type Grid<Item> = { cells: Cell<Item>[]; columns: string; ratio: number; width: number };

type Sized = Pick<MediaItem, 'width' | 'height'>;

const WIDE = 320;
const HIGH = 400;
const MOST_SHOWN = 4;

/** Width to height of one picture, within what a bubble can be. */
export function ratioOf({ width, height }: Sized): number {
  if (!width || !height) return 1;
  return Math.min(1.9, Math.max(0.6, width / height));
}

/** One as it is, two side by side, three with one large, four in a square; of more, four and how many are behind them. */
export function gridOf<Item extends Sized>(items: readonly Item[]): Grid<Item> {
  const cells = items.slice(0, MOST_SHOWN).map((item, at) => ({ item, at, area: 'auto', more: 0 }));
  const ratio = ratioOf(items[0] ?? { width: null, height: null });
  if (items.length <= 1) return { cells, columns: '1fr', ratio, width: Math.round(Math.max(160, Math.min(WIDE, HIGH * ratio))) };
  if (items.length === 2) return { cells, columns: '1fr 1fr', ratio: items.every((item) => ratioOf(item) < 1) ? 1.5 : 2, width: WIDE };
  if (items.length === 3) {
    cells[0]!.area = '1 / 1 / 3 / 2';
    return { cells, columns: '2fr 1fr', ratio: 1.5, width: WIDE };
  }
  cells.at(-1)!.more = items.length - MOST_SHOWN;
  return { cells, columns: '1fr 1fr', ratio: 1, width: WIDE };
}
