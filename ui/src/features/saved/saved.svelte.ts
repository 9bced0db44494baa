/** The searches that are kept under a name: opening one, and which is open. */
import type { SavedSearch } from '../../backend';
import type { Query } from '../query';

export class Saved {
  /** The one that was opened last, and the query as the field wrote it then. */
  #opened = $state.raw<{ id: string; text: string }>();

  constructor(private readonly query: Query) {}

  /** Puts a search into the field, in place of what is there. One that is not understood is there to be mended. */
  async open({ id, query }: SavedSearch): Promise<void> {
    await this.query.show(query);
    this.#opened = { id, text: this.query.text };
  }

  /** Whether what is being looked for is this search. */
  isOpen({ id, query, text }: SavedSearch): boolean {
    const now = this.query.text;
    const opened = this.#opened?.id === id ? this.#opened.text : undefined;
    return now !== '' && [query, text, opened].includes(now);
  }
}
