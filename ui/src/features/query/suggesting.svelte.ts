/** The suggestions under the field, and the one the arrow keys are on. */
import type { Backend, Suggestion } from '../../backend';
import { latest } from '../../lib/latest';
import type { Query } from './query.svelte';
import { beingTyped, hasAlternatives } from './typing';

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
    const word = beingTyped(typed);
    if (word === '') this.hide();
    else this.#ask(word);
  }

  /** Puts a suggestion in place of the word being typed: as a chip, or as text where it is one of alternatives. */
  async take(query: Query, { kind, text }: Suggestion): Promise<void> {
    this.hide();
    const before = query.draft.slice(0, query.draft.length - beingTyped(query.draft).length);
    const [minus = ''] = /[-－]$/.exec(before) ?? [];
    if (kind === 'saved') await query.show(text);
    else if (kind === 'filter') {
      query.draft = before + text;
      this.ask(query.draft);
    } else if (hasAlternatives(before) || /[(（]/.test(before)) query.draft = `${before}${text} `;
    else {
      query.draft = before.slice(0, before.length - minus.length);
      await query.add((minus && '-') + text);
    }
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
