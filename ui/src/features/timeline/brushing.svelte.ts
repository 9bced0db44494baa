/** Choosing days on the bars, by pointer or by keys: the bar one is on, and the bars about to be chosen. */
import type { TimelineBar } from '../../backend';
import type { DayRange } from '../../lib/days';

/** What the brush is for. */
export interface Brushed {
  bars: TimelineBar[];
  range: DayRange | undefined;
  /** The days chosen; `null` for all. */
  onrange: (range: DayRange | null) => void;
  onzoom: (to: 'nearer' | 'farther', at: number) => void;
  onpan: (share: number) => void;
}

/** How far a wheel turns for one step of zoom: a notch of a mouse, some way on a touchpad. */
const NOTCH = 50;

export class Brushing {
  /** The bar under the pointer, or the one that the keys have come to. */
  at = $state<number>();
  #drag = $state<{ from: number; to: number }>();
  #turned = 0;

  constructor(private readonly of: Brushed) {}

  /** The bars that are, or are about to be, chosen; none where the days lie outside. */
  get chosen(): { first: number; last: number } | undefined {
    const { bars, range } = this.of;
    const days = this.#drag ? this.#dragged() : range;
    if (!days) return undefined;
    const first = bars.findIndex((bar) => bar.to >= days.from);
    const last = bars.findLastIndex((bar) => bar.from <= days.to);
    return first >= 0 && last >= first ? { first, last } : undefined;
  }

  /** Where the keys are: last used, else at the end of what is chosen, else at the latest. */
  get place(): number {
    const last = Math.max(0, this.of.bars.length - 1);
    return Math.min(this.at ?? this.chosen?.last ?? last, last);
  }

  begin(bar: number): void {
    this.#drag = { from: bar, to: bar };
  }

  to(bar: number): void {
    this.at = bar;
    if (this.#drag) this.#drag.to = bar;
  }

  /** Chooses what was dragged over; one bar alone clears what was chosen. */
  finish(): void {
    if (!this.#drag) return;
    const made = this.#drag.from === this.#drag.to && this.of.range ? null : this.#dragged();
    this.#drag = undefined;
    if (made !== undefined) this.of.onrange(made);
  }

  drop(): void {
    this.#drag = undefined;
  }

  /** Does what a key means here; `false` where it means nothing. */
  key({ key, shiftKey }: KeyboardEvent): boolean {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const pages: Record<string, number> = { PageUp: -0.5, PageDown: 0.5 };
    const zooms: Record<string, 'nearer' | 'farther'> = { '+': 'nearer', '=': 'nearer', '-': 'farther' };
    if (steps[key] !== undefined) {
      if (!shiftKey) this.drop();
      else if (!this.#drag) this.begin(this.place);
      this.to(Math.max(0, Math.min(this.of.bars.length - 1, this.place + steps[key])));
    } else if (pages[key] !== undefined) this.of.onpan(pages[key]);
    else if (zooms[key]) this.of.onzoom(zooms[key], this.#share(this.place));
    else if (key === 'Enter' || key === ' ') {
      if (!this.#drag) this.begin(this.place);
      this.finish();
    } else return false;
    return true;
  }

  /** With Ctrl a wheel zooms about the pointer, else it goes along; `width` is that of all bars. */
  wheel({ ctrlKey, deltaX, deltaY }: WheelEvent, bar: number, width: number): void {
    if (!ctrlKey) return this.of.onpan((deltaX || deltaY) / Math.max(1, width));
    this.#turned += deltaY;
    if (Math.abs(this.#turned) < NOTCH) return;
    this.of.onzoom(this.#turned < 0 ? 'nearer' : 'farther', this.#share(bar));
    this.#turned = 0;
  }

  /** How far along a bar is: about the first and the last, the ends stay where they are. */
  #share(bar: number): number {
    return bar / Math.max(1, this.of.bars.length - 1);
  }

  #dragged(): DayRange | undefined {
    if (!this.#drag) return undefined;
    const { from, to } = this.#drag;
    const [a, b] = [this.of.bars[Math.min(from, to)], this.of.bars[Math.max(from, to)]];
    return a && b ? { from: a.from, to: b.to } : undefined;
  }
}
