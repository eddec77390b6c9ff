/** How a picture lies on the screen: scaled by `by` about the middle, then moved. */
export type Lie = { by: number; x: number; y: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const FLAT: Lie = { by: 1, x: 0, y: 0 };
const MOST = 8;

/** It never leaves the screen more than it must, and does not leave it at all where it fits. */
export function within({ by, x, y }: Lie, picture: Size, screen: Size): Lie {
  const held = (moved: number, whole: number, seen: number) => {
    const free = Math.max(0, (whole * by - seen) / 2);
    return Math.min(free, Math.max(-free, moved));
  };
  return { by, x: held(x, picture.width, screen.width), y: held(y, picture.height, screen.height) };
}

/** Larger or smaller by `factor`, so that what is under `at` (from the middle of the screen) stays under it. */
export function zoomed(lie: Lie, factor: number, at: Point, picture: Size, screen: Size): Lie {
  const by = Math.min(MOST, Math.max(1, lie.by * factor));
  const real = by / lie.by;
  return within({ by, x: at.x - (at.x - lie.x) * real, y: at.y - (at.y - lie.y) * real }, picture, screen);
}

/** The size in which a picture fits on the screen. */
export function fitted(natural: Size, screen: Size): Size {
  const by = Math.min(1, screen.width / natural.width, screen.height / natural.height);
  return { width: natural.width * by, height: natural.height * by };
}

export const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
export const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
