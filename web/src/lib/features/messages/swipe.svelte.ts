const BEGINS_PX = 12;
const NEAR_PX = 72;
const FAR_PX = 184;
const MOST_PX = 264;
const HOLD_MS = 450;
/** The phone's own gesture of going back begins here. */
const EDGE_PX = 24;

export type Way = 'none' | 'archive' | 'unread' | 'pin';

/** What letting go at this place does. Towards the end of the line: archive; towards its start: mark, and further: pin. */
export function wayAt(along: number, far: boolean): Way {
  if (along >= NEAR_PX) return 'archive';
  if (along <= -FAR_PX && far) return 'pin';
  return along <= -NEAR_PX ? 'unread' : 'none';
}

/** A finger on a row: it draws the row aside, or rests on it. The page scrolls up and down as always. */
export class Swipe {
  /** How far the row is drawn, in px to the right. */
  x = $state(0);
  #from: { x: number; y: number; id: number } | null = null;
  #drawing = false;
  #holding: ReturnType<typeof setTimeout> | undefined;
  /** The click that ends a gesture is none. */
  #spent = false;

  constructor(private readonly options: { let: (x: number) => void; held: (event: PointerEvent) => void }) {}

  down(event: PointerEvent): void {
    this.#spent = false;
    if (event.pointerType === 'mouse' || !event.isPrimary) return;
    this.#from = { x: event.clientX, y: event.clientY, id: event.pointerId };
    this.#holding = setTimeout(() => {
      this.#from = null;
      this.#spent = true;
      this.options.held(event);
    }, HOLD_MS);
  }

  move(event: PointerEvent): void {
    if (this.#from?.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - this.#from.x, event.clientY - this.#from.y];
    if (!this.#drawing) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) < BEGINS_PX) return;
      clearTimeout(this.#holding);
      const edge = this.#from.x < EDGE_PX || this.#from.x > innerWidth - EDGE_PX;
      if (edge || Math.abs(dy) > Math.abs(dx)) return this.cancel();
      this.#drawing = true;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    }
    this.x = Math.max(-MOST_PX, Math.min(MOST_PX, dx));
  }

  up(): void {
    const { x } = this;
    const drawn = this.#drawing;
    this.cancel();
    if (!drawn) return;
    this.#spent = true;
    this.options.let(x);
  }

  cancel(): void {
    clearTimeout(this.#holding);
    this.#from = null;
    this.#drawing = false;
    this.x = 0;
  }

  click(event: MouseEvent): void {
    if (this.#spent) event.preventDefault();
    this.#spent = false;
  }
}
