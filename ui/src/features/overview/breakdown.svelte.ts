/** What a query finds, broken down: the counts that the sidebar shows in place of the whole vault's. */
import type { Backend, Facets } from '../../backend';
import { latest } from '../../lib/latest';

export class Breakdown {
  /** The last that came; `undefined` without a query. */
  facets = $state.raw<Facets>();
  /** The query that is looked at; empty for the whole vault. */
  query = $state('');
  #answered = $state('');
  /** Whether what is here answers another query than the one looked at. */
  waiting = $derived(this.query !== this.#answered);
  #ask;
  #running: Promise<unknown> = Promise.resolve();

  constructor(private readonly backend: Backend) {
    this.#ask = latest(
      async (query: string) => ({ query, facets: await this.#one(query) }),
      ({ query, facets }) => {
        this.facets = facets;
        this.#answered = query;
      },
      // The list asks the same and says what is wrong; counts that nobody gave are not shown.
      () => undefined,
    );
  }

  /**
   * Looks at a query, and asks once the list has answered the same: the first hits come first. Called again when
   * the list has another answer, also to the same query.
   */
  follow(query: string, listed: string): void {
    this.query = query;
    this.#ask.cancel();
    if (query === '') {
      this.facets = undefined;
      this.#answered = '';
    } else if (listed === query) this.#ask(query);
  }

  /** Asks again, after something that is counted changed. What is here stays until the answer comes. */
  refresh(): void {
    if (this.query !== '' && !this.waiting) this.#ask(this.query);
  }

  /** One at a time: however fast somebody types, the list has the rest of the machine. */
  async #one(query: string): Promise<Facets | undefined> {
    await this.#running;
    if (query !== this.query) return undefined;
    const asked = this.backend.facets(query);
    this.#running = asked.catch(() => undefined);
    return asked;
  }
}
