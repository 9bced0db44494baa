/** The conversation that is open: its messages by their place, the hit, what is selected, what is looked for in it. */
import { SvelteSet } from 'svelte/reactivity';
import type {
  ApiError,
  Backend,
  ConversationDetail,
  PlaceInConversation,
  Recognised,
  RelatedRow,
  TranscriptMessage,
} from '../../backend';
import { asApiError } from '../../i18n';
import { latest } from '../../lib/latest';
import { Pages } from '../../lib/pages.svelte';

const PAGE = 100;
/** Related conversations that are shown. */
const RELATED = 5;

export class Reading {
  detail = $state<ConversationDetail>();
  error = $state<ApiError>();
  pages = $state.raw<Pages<TranscriptMessage>>();
  /** The place, from 1, that is to be in view; a new object for each jump, also to the same place. */
  target = $state.raw<{ seq: number }>();
  /** The index, from 0, of the message at the top of the view; the pane tells it. */
  top = 0;
  /** The place, from 1, where the message at the top of the view went when others came in before it. */
  anchor = $state.raw<{ seq: number }>();
  /** Ids of the selected messages. */
  selection = new SvelteSet<string>();
  finding = $state(false);
  sought = $state('');
  found = $state.raw<PlaceInConversation[]>([]);
  /** How the search for `sought` stands. */
  search = $state<'idle' | 'pending' | 'done' | 'failed'>('idle');
  /** The messages again, with what is sought marked by the engine; only where they are looked at. */
  marked = $state.raw<Pages<TranscriptMessage>>();
  /** Which of the found ones is shown, from 0. */
  foundAt = $state(0);
  #turn = 0;
  #refreshed = 0;
  #chosen = 0;
  #anchor = 0;
  readonly #ask;

  constructor(
    private readonly backend: Backend,
    /** Looks for the part of a query everywhere. */
    readonly look: (part: string) => void = () => undefined,
  ) {
    this.#ask = latest(
      (conversation: string, text: string) => backend.findInConversation({ conversation, text }),
      ({ hits }) => {
        this.found = hits;
        this.search = 'done';
        this.#mark();
        const from = this.target?.seq ?? 1;
        this.#show(
          Math.max(
            0,
            hits.findIndex((hit) => hit.seq >= from),
          ),
        );
      },
      () => {
        this.found = [];
        this.search = 'failed';
      },
    );
  }

  get id(): string | undefined {
    return this.detail?.row.id;
  }

  /** What the messages of a conversation speak of. */
  recognised(conversation: string): Promise<Recognised> {
    return this.backend.recognised(conversation);
  }

  /** What else is about the same as a conversation or a message. */
  related(to: string): Promise<RelatedRow[]> {
    return this.backend.related({ to, limit: RELATED });
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

  /** Asks again for what is shown, after an annotation or the messages changed; the place and the selection stay. */
  async refresh(): Promise<void> {
    const [id, pages] = [this.id, this.pages];
    if (id === undefined) return;
    const turn = ++this.#refreshed;
    const was = { top: pages?.at(this.top), target: pages?.at((this.target?.seq ?? 0) - 1) };
    const [detail] = await Promise.all([this.backend.conversationDetail(id), pages?.refresh()]);
    if (this.id !== id || this.pages !== pages || turn !== this.#refreshed) return;
    const isOther = detail.row.messages !== this.detail?.row.messages;
    this.detail = detail;
    const now = (before?: TranscriptMessage) => (pages?.find((one) => one.id === before?.id) ?? -1) + 1;
    const [top, target] = [now(was.top), now(was.target)];
    if (target > 0 && target !== was.target?.seq) this.target = { seq: target };
    if (top > 0 && top !== was.top?.seq) this.anchor = { seq: top };
    if (isOther && this.finding) this.find(this.sought);
  }

  /** Selects one message; `more` keeps the others, `range` takes all from the last one pressed. */
  async select(index: number, how: 'one' | 'more' | 'range'): Promise<void> {
    const turn = ++this.#chosen;
    const id = this.pages?.at(index)?.id;
    if (id === undefined) return;
    if (how === 'range')
      return this.#selectRange(Math.min(this.#anchor, index), Math.max(this.#anchor, index), turn);
    const was = this.selection.has(id) && this.selection.size === 1;
    if (how !== 'more') this.selection.clear();
    this.#anchor = index;
    if (how === 'more' && this.selection.has(id)) this.selection.delete(id);
    else if (!(how === 'one' && was)) this.selection.add(id);
  }

  /** Opens the find bar; where it was not open, with a text to begin with. */
  startFind(text: string): void {
    if (this.finding || this.id === undefined) return;
    this.finding = true;
    if (text !== '') this.find(text);
  }

  find(text: string): void {
    this.sought = text;
    if (text === '' || this.id === undefined) {
      this.#ask.cancel();
      this.#forgetFound();
    } else {
      this.search = 'pending';
      this.#ask(this.id, text);
    }
  }

  /** The places to mark in a message: of what is sought while something is, else of the query. */
  marks(index: number, message: TranscriptMessage): TranscriptMessage['marks'] {
    if (!this.finding || this.sought === '') return message.marks;
    return this.marked?.at(index)?.marks ?? [];
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
    this.#forgetFound();
  }

  #forgetFound(): void {
    this.marked?.close();
    this.marked = undefined;
    this.found = [];
    this.search = 'idle';
  }

  /** The same folding that found the places marks them: the text goes to the engine as a phrase. */
  #mark(): void {
    const conversation = this.id;
    if (conversation === undefined) return;
    const phrase = `"${this.sought.replace(/["\\]/g, '\\$&')}"`;
    this.marked?.close();
    this.marked = new Pages<TranscriptMessage>(
      PAGE,
      (offset, limit) => this.#page(conversation, offset, limit, phrase),
      () => undefined,
    );
  }

  /** All of a range, also what was never in view: nothing is left out of an act unsaid. */
  async #selectRange(from: number, to: number, turn: number): Promise<void> {
    const pages = this.pages;
    const wanted: Promise<void>[] = [];
    for (let at = from - (from % PAGE); at <= to; at += PAGE)
      wanted.push(pages?.want(at) ?? Promise.resolve());
    await Promise.all(wanted);
    if (turn !== this.#chosen || pages !== this.pages) return;
    this.selection.clear();
    for (let at = from; at <= to; at += 1) {
      const id = pages?.at(at)?.id;
      if (id !== undefined) this.selection.add(id);
    }
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
