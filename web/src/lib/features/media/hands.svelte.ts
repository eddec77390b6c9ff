import { apart, between, FLAT, within, zoomed, type Lie, type Point, type Size } from './zoom.ts';

export interface HandsOptions {
  picture: () => Size;
  screen: () => Size;
  /** To the next one, or the one before. */
  turn: (step: 1 | -1) => unknown;
  close: () => unknown;
}

const TURN_PX = 60;
const CLOSE_PX = 110;
const TAP_PX = 8;
const DOUBLE_MS = 300;
const CLOSER = 2.5;

/** Fingers, mouse and wheel on a picture: zoom and move it, swipe to the next, pull it down to leave. */
export class Hands {
  lie = $state.raw<Lie>(FLAT);
  /** How far it was swiped. */
  pull = $state.raw<Point>({ x: 0, y: 0 });
  #down = new Map<number, Point>();
  #start: Point = { x: 0, y: 0 };
  #moved = false;
  #tapped = { at: 0, x: 0, y: 0 };

  constructor(private readonly options: HandsOptions) {}

  flat(): void {
    this.lie = FLAT;
    this.pull = { x: 0, y: 0 };
    this.#down.clear();
  }

  /** `at` from the middle of the screen. */
  zoom(factor: number, at: Point = { x: 0, y: 0 }): void {
    this.lie = zoomed(this.lie, factor, at, this.options.picture(), this.options.screen());
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture?.(event.pointerId);
    const point = this.#place(event);
    if (this.#down.size === 0) [this.#start, this.#moved] = [point, false];
    else this.#moved = true;
    this.#down.set(event.pointerId, point);
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const now = this.#place(event);
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    this.#down.set(event.pointerId, now);
    if (other) return this.#pinch(before, now, other);
    this.#moved ||= apart(this.#start, now) > TAP_PX;
    if (this.lie.by > 1) this.#shift({ x: now.x - before.x, y: now.y - before.y });
    else if (this.#moved) this.pull = { x: now.x - this.#start.x, y: Math.max(0, now.y - this.#start.y) };
  }

  up(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size > 0) return;
    const { x, y } = this.pull;
    this.pull = { x: 0, y: 0 };
    if (!this.#moved) return this.#tap(this.#place(event));
    if (this.lie.by > 1) return;
    if (Math.abs(x) > TURN_PX && Math.abs(x) > y) this.options.turn(x < 0 ? 1 : -1);
    else if (y > CLOSE_PX) this.options.close();
  }

  cancel(event: PointerEvent): void {
    this.#down.delete(event.pointerId);
    this.pull = { x: 0, y: 0 };
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), this.#place(event));
  }

  #pinch(before: Point, now: Point, other: Point): void {
    const [middle, was] = [between(now, other), between(before, other)];
    this.zoom(apart(now, other) / Math.max(1, apart(before, other)), middle);
    if (this.lie.by > 1) this.#shift({ x: middle.x - was.x, y: middle.y - was.y });
  }

  #shift({ x, y }: Point): void {
    const { lie, options } = this;
    this.lie = within({ ...lie, x: lie.x + x, y: lie.y + y }, options.picture(), options.screen());
  }

  /** Twice in the same place: closer, or back. */
  #tap(at: Point): void {
    const now = performance.now();
    const twice = now - this.#tapped.at < DOUBLE_MS && apart(this.#tapped, at) < 30;
    this.#tapped = { at: twice ? 0 : now, ...at };
    if (!twice) return;
    if (this.lie.by > 1) this.lie = FLAT;
    else this.zoom(CLOSER, at);
  }

  #place({ clientX, clientY, currentTarget }: PointerEvent | WheelEvent): Point {
    const { left, top, width, height } = (currentTarget as HTMLElement).getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }
}
