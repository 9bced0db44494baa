/** The suggestions under the field, and the one the arrow keys are on. */
import type { Backend, Suggestion } from '../../backend';
import { latest } from '../../lib/latest';

const LIMIT = 8;

export class Suggesting {
  items = $state.raw<Suggestion[]>([]);
  /** The index of the one that Enter takes; -1 for none. */
  active = $state(-1);
  readonly #ask;

  constructor(backend: Backend) {
    this.#ask = latest(
      (word: string) => backend.suggest({ word, limit: LIMIT }),
      (found) => this.#show(found),
      () => this.hide(),
    );
  }

  get chosen(): Suggestion | undefined {
    return this.items[this.active];
  }

  /** Suggests for the word at the end of what was typed. */
  ask(typed: string): void {
    const word = (/\S*$/.exec(typed)?.[0] ?? '').replace(/^-/, '');
    if (word === '') this.hide();
    else this.#ask(word);
  }

  move(by: 1 | -1): void {
    this.active = Math.max(-1, Math.min(this.active + by, this.items.length - 1));
  }

  hide(): void {
    this.#ask.cancel();
    this.#show([]);
  }

  #show(items: Suggestion[]): void {
    this.items = items;
    this.active = -1;
  }
}
