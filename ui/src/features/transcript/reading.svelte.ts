/** The conversation that is open: its messages by their place, the hit, what is selected, what is looked for in it. */
import { SvelteSet } from 'svelte/reactivity';
import type {
  ApiError,
  Backend,
  ConversationDetail,
  PlaceInConversation,
  TranscriptMessage,
} from '../../backend';
import { asApiError } from '../../i18n';
import { latest } from '../../lib/latest';
import { Pages } from '../../lib/pages.svelte';

const PAGE = 100;

export class Reading {
  detail = $state<ConversationDetail>();
  error = $state<ApiError>();
  pages = $state.raw<Pages<TranscriptMessage>>();
  /** The place, from 1, that is to be in view; a new object for each jump, also to the same place. */
  target = $state.raw<{ seq: number }>();
  /** Ids of the selected messages. */
  selection = new SvelteSet<string>();
  finding = $state(false);
  sought = $state('');
  found = $state.raw<PlaceInConversation[]>([]);
  /** Which of the found ones is shown, from 0. */
  foundAt = $state(0);
  #turn = 0;
  #anchor = 0;
  readonly #ask;

  constructor(private readonly backend: Backend) {
    this.#ask = latest(
      (conversation: string, text: string) => backend.findInConversation({ conversation, text }),
      ({ hits }) => {
        this.found = hits;
        const from = this.target?.seq ?? 1;
        this.#show(
          Math.max(
            0,
            hits.findIndex((hit) => hit.seq >= from),
          ),
        );
      },
      () => (this.found = []),
    );
  }

  get id(): string | undefined {
    return this.detail?.row.id;
  }

  /** The selected messages that are here, in order. */
  get selected(): TranscriptMessage[] {
    return this.selection.size === 0
      ? []
      : (this.pages?.held().filter(({ id }) => this.selection.has(id)) ?? []);
  }

  /** Opens a conversation at a place, with the words of a query marked. */
  async open(conversation: string, seq: number, query: string): Promise<void> {
    const turn = ++this.#turn;
    const failed = (thrown: unknown) => {
      if (turn === this.#turn) this.error = asApiError(thrown);
    };
    const pages = new Pages<TranscriptMessage>(
      PAGE,
      (offset, limit) => this.#page(conversation, offset, limit, query),
      failed,
    );
    try {
      const [detail] = await Promise.all([
        this.backend.conversationDetail(conversation),
        pages.want(seq - 1),
      ]);
      if (turn !== this.#turn) return;
      if (conversation !== this.id) this.closeFind();
      this.pages?.close();
      this.selection.clear();
      Object.assign(this, { detail, pages, error: undefined, target: { seq } });
    } catch (thrown) {
      failed(thrown);
    }
  }

  close(): void {
    this.#turn += 1;
    this.pages?.close();
    this.closeFind();
    this.selection.clear();
    this.detail = this.pages = this.error = this.target = undefined;
  }

  /** Asks again for what is shown, after an annotation changed. */
  async refresh(): Promise<void> {
    const id = this.id;
    if (id === undefined) return;
    const [detail] = await Promise.all([this.backend.conversationDetail(id), this.pages?.refresh()]);
    if (this.id === id) this.detail = detail;
  }

  /** Selects one message; `more` keeps the others, `range` takes all from the last one pressed. */
  select(index: number, how: 'one' | 'more' | 'range'): void {
    const id = this.pages?.at(index)?.id;
    if (id === undefined) return;
    const was = this.selection.has(id) && this.selection.size === 1;
    if (how !== 'more') this.selection.clear();
    if (how === 'range') {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      for (let i = from; i <= to; i += 1) this.#add(i);
      return;
    }
    this.#anchor = index;
    if (how === 'more' && this.selection.has(id)) this.selection.delete(id);
    else if (!(how === 'one' && was)) this.selection.add(id);
  }

  find(text: string): void {
    this.sought = text;
    if (text === '' || this.id === undefined) this.found = [];
    else this.#ask(this.id, text);
  }

  /** To the next found place, or with -1 to the one before; round the end. */
  step(by: 1 | -1): void {
    const n = this.found.length;
    if (n > 0) this.#show((this.foundAt + by + n) % n);
  }

  closeFind(): void {
    this.#ask.cancel();
    this.finding = false;
    this.sought = '';
    this.found = [];
  }

  #add(index: number): void {
    const id = this.pages?.at(index)?.id;
    if (id !== undefined) this.selection.add(id);
  }

  #show(at: number): void {
    const place = this.found[at];
    if (!place) return;
    this.foundAt = at;
    void this.pages?.want(place.seq - 1).then(() => (this.target = { seq: place.seq }));
  }

  async #page(conversation: string, offset: number, limit: number, query: string) {
    const { total, messages } = await this.backend.transcript({
      conversation,
      from_seq: offset + 1,
      limit,
      query,
    });
    return { total, items: messages };
  }
}
