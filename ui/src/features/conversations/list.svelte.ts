/** The conversations that hold a match, paged; which one the cursor is on. */
import type { ApiError, Backend, ConversationPage, ConversationRow, Find } from '../../backend';
import { asApiError } from '../../i18n';
import { latest } from '../../lib/latest';
import { Pages } from '../../lib/pages.svelte';

const PAGE = 60;
type Order = Find['order'];
export const ORDERS: Order[] = ['newest', 'oldest', 'relevance'];

export class ConversationList {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  order = $state<Order>('newest');
  /** Why nothing could be read. */
  error = $state<ApiError>();
  /** Why the query is not understood; the list before it stays. */
  problem = $state<ApiError>();
  /** The query that is not understood. */
  misread = $state('');
  /** Messages that match in all. */
  messages = $state(0);
  /** Messages that were not looked at yet, because the index is that far behind. */
  pending = $state(0);
  tookMs = $state(0);
  pages = $state.raw<Pages<ConversationRow>>();
  /** The index of the row that is open or next to be. */
  cursor = $state(-1);
  /** The query that the rows answer. */
  answered = $state('');
  /** Shows what a query finds; of quick changes only the last is answered. */
  readonly ask;
  /** Where the row of the cursor was before it left the list; moving goes on from there. */
  #gap = 0;
  /** What was asked last. */
  #asked = '';

  constructor(private readonly backend: Backend) {
    this.ask = latest(
      async (query: string, order: Order) => {
        this.#asked = query;
        return { query, order, page: await this.#page(query, order, 0, PAGE) };
      },
      ({ query, order, page }) => this.#show(query, order, page),
      (thrown) => this.#fail(thrown),
    );
  }

  get total(): number {
    return this.pages?.total ?? 0;
  }

  get current(): ConversationRow | undefined {
    return this.pages?.at(this.cursor);
  }

  /** Moves the cursor by rows and gives the row it is on then. */
  async move(by: number): Promise<ConversationRow | undefined> {
    if (this.total === 0) return undefined;
    const from = this.cursor >= 0 ? this.cursor : by > 0 ? this.#gap - 1 : this.#gap;
    this.cursor = Math.max(0, Math.min(this.total - 1, from + by));
    await this.pages?.want(this.cursor);
    return this.current;
  }

  /** Asks again for what is shown, after something in it changed. */
  async refresh(): Promise<void> {
    const pages = this.pages;
    const [open, at] = [this.current?.id, this.cursor];
    await pages?.refresh();
    if (open === undefined || this.pages !== pages || this.cursor !== at) return;
    this.cursor = pages?.find((row) => row.id === open) ?? -1;
    if (this.cursor < 0) this.#gap = at;
  }

  #page(query: string, order: Order, offset: number, limit: number): Promise<ConversationPage> {
    return this.backend.findConversations({ query, order, offset, limit });
  }

  #show(query: string, order: Order, first: ConversationPage): void {
    const open = this.current?.id;
    const fetch = async (offset: number, limit: number) => {
      const page = await this.#page(query, order, offset, limit);
      this.messages = page.messages_total;
      return { total: page.total, items: page.conversations };
    };
    this.pages?.close();
    this.pages = new Pages(PAGE, fetch, (thrown) => this.#fail(thrown));
    this.pages.put(0, { total: first.total, items: first.conversations });
    this.cursor = first.conversations.findIndex((row) => row.id === open);
    this.#gap = 0;
    this.messages = first.messages_total;
    this.pending = first.pending;
    this.tookMs = first.took_ms;
    this.answered = query;
    this.state = 'ready';
    this.error = this.problem = undefined;
  }

  #fail(thrown: unknown): void {
    const error = asApiError(thrown);
    if (error.code === 'query_invalid') {
      this.problem = error;
      this.misread = this.#asked;
      return;
    }
    this.error = error;
    this.state = 'failed';
  }
}
