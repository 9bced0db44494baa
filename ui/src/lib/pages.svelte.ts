/** A long list of which only the pages that were looked at are held. */
import { SvelteMap } from 'svelte/reactivity';

export interface Page<T> {
  total: number;
  items: T[];
}

export class Pages<T> {
  /** How many there are in all; known after the first page. */
  total = $state(0);
  #pages = new SvelteMap<number, T[]>();
  #asked = new Set<number>();
  #closed = false;
  /** Answers may overtake each other: of a page, and of the total, the one asked for last stands. */
  #turn = 0;
  #turns = new Map<number, number>();
  #totalTurn = 0;

  constructor(
    readonly size: number,
    private readonly fetch: (offset: number, limit: number) => Promise<Page<T>>,
    private readonly failed: (reason: unknown) => void,
  ) {}

  /** The item at an index from 0, if its page is here. */
  at(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** The index of an item that is here; -1 where none is it. */
  find(is: (item: T) => boolean): number {
    for (const [page, items] of this.#pages) {
      const at = items.findIndex(is);
      if (at >= 0) return page * this.size + at;
    }
    return -1;
  }

  /** Every item that is here, in order. */
  held(): T[] {
    return [...this.#pages.entries()].sort(([a], [b]) => a - b).flatMap(([, items]) => items);
  }

  /** Makes the page of this index come, unless it was asked for already. */
  want(index: number): Promise<void> {
    const page = Math.floor(index / this.size);
    if (this.#asked.has(page)) return Promise.resolve();
    return this.#load(page);
  }

  /** Takes a page that came by another way. */
  put(page: number, { total, items }: Page<T>): void {
    this.#asked.add(page);
    this.total = total;
    this.#pages.set(page, items);
  }

  /** Asks again for every page that is here. What is shown stays until the answer comes. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#pages.keys()].map((page) => this.#load(page)));
  }

  /** No more answers are taken. */
  close(): void {
    this.#closed = true;
  }

  async #load(page: number): Promise<void> {
    const turn = ++this.#turn;
    this.#turns.set(page, turn);
    this.#asked.add(page);
    const stands = () => !this.#closed && this.#turns.get(page) === turn;
    try {
      const { total, items } = await this.fetch(page * this.size, this.size);
      if (!stands()) return;
      this.put(page, { total: turn > this.#totalTurn ? total : this.total, items });
      this.#totalTurn = Math.max(this.#totalTurn, turn);
    } catch (reason) {
      if (!stands()) return;
      this.#asked.delete(page);
      this.failed(reason);
    }
  }
}
