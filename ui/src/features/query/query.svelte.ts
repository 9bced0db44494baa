/**
 * What is being looked for: filters as chips, and the words still in the field. Chips, words and text are one
 * language; the engine parses it, so that the window never has a grammar of its own.
 */
import type { Backend, QueryPart } from '../../backend';
import type { OpenRange } from '../../lib/days';
import { hasAlternatives } from './typing';

/** Filters of which a second one would contradict the first. */
const ONE_OF = new Set([
  'date',
  'after',
  'before',
  'category',
  'on',
  'ticket',
  'in',
  'is',
  'order',
  'tracking',
  'invoice',
  'phone',
  'email',
  'amount',
]);
/** Something in the field that is more than a word: `name:value`, `-word`, a quote, a group. */
const MORE_THAN_WORDS = /(?:^|\s)(?:[^\s:："]+[:：]|[-－]\S|[(（])/;

export class Query {
  chips = $state<QueryPart[]>([]);
  /** What stands in the field. */
  draft = $state('');
  /** The whole in the language of the command line. */
  text = $derived(joined(this.chips, this.draft));
  /** The same without its dates: what the time line shows the density of. */
  undated = $derived(
    joined(
      this.chips.filter(({ kind }) => !isDate(kind)),
      this.draft,
    ),
  );
  /** The value of the date filter, if there is one. */
  date = $derived(this.chips.find(({ kind, negated }) => kind === 'date' && !negated)?.value ?? null);
  /** The days that all date filters name together, as the engine understood them; open ends are `null`. */
  range = $derived(within(this.chips));

  constructor(private readonly backend: Backend) {}

  /** Turns what is complete in the field into chips; plain words stay in the field. */
  async commit(): Promise<void> {
    const draft = this.draft;
    if (!MORE_THAN_WORDS.test(draft)) return;
    const { parts } = await this.backend.parseQuery(draft);
    if (this.draft !== draft) return;
    const words = parts.filter(({ kind, negated }) => kind === 'word' && !negated);
    // What was typed means what it says: nothing but a repetition is replaced.
    for (const part of parts) if (!words.includes(part)) this.#append(part);
    this.draft = words.map((word) => word.text).join(' ');
  }

  /** Adds the part of a query, in place of one it would contradict. */
  async add(text: string): Promise<void> {
    const { parts } = await this.backend.parseQuery(text);
    for (const part of parts) this.#put(part);
  }

  /** Puts a whole query in place of what is there; what is not understood stays in the field. */
  async show(text: string): Promise<void> {
    this.chips = [];
    this.draft = text;
    await this.commit().catch(() => undefined);
  }

  /** Adds a part, or removes it if it is there. */
  async toggle(text: string): Promise<void> {
    const { parts } = await this.backend.parseQuery(text);
    for (const part of parts) {
      if (this.has(part.kind, part.value)) this.chips = this.chips.filter((chip) => !same(chip, part));
      else this.#put(part);
    }
  }

  has(kind: string, value: string): boolean {
    return this.chips.some((chip) => chip.kind === kind && chip.value === value && !chip.negated);
  }

  remove(index: number): void {
    this.chips = this.chips.filter((_, i) => i !== index);
  }

  /** Turns a chip into its opposite. */
  negate(index: number): void {
    const chip = this.chips[index];
    if (!chip) return;
    const text = chip.negated ? chip.text.replace(/^-/, '') : `-${chip.text}`;
    this.chips = this.chips
      .map((one, i) => (i === index ? { ...chip, negated: !chip.negated, text } : one))
      .filter((one, i) => i === index || one.text !== text);
  }

  /** The days from `from` to `to`, inclusive; `null` for all days. */
  async setDates(range: { from: string; to: string } | null): Promise<void> {
    if (range === null) this.chips = this.chips.filter(({ kind }) => !isDate(kind));
    else await this.add(range.from === range.to ? `date:${range.from}` : `date:${range.from}..${range.to}`);
  }

  /** Everything back into the field, to be edited as text. */
  editAsText(): void {
    this.draft = this.text;
    this.chips = [];
  }

  clear(): void {
    this.chips = [];
    this.draft = '';
  }

  /** The first plain word, for a place that looks for one text; empty without one. */
  async plainWord(): Promise<string> {
    const parts = await this.backend.parseQuery(this.draft).then(
      (parsed) => parsed.parts,
      () => [],
    );
    return parts.find(({ kind, negated }) => kind === 'word' && !negated)?.value ?? '';
  }

  #append(part: QueryPart): void {
    this.chips = [...this.chips.filter((chip) => chip.text !== part.text), part];
  }

  #put(part: QueryPart): void {
    const others = this.chips.filter(
      (chip) =>
        !same(chip, part) &&
        !(isDate(part.kind) && isDate(chip.kind) && !complement(part.kind, chip.kind)) &&
        !(ONE_OF.has(part.kind) && chip.kind === part.kind && !part.negated && !chip.negated),
    );
    this.chips = [...others, part];
  }
}

function isDate(kind: string): boolean {
  return kind === 'date' || kind === 'after' || kind === 'before';
}

/** The two ends of one range. */
function complement(a: string, b: string): boolean {
  return (a === 'after' && b === 'before') || (a === 'before' && b === 'after');
}

/** Chips and words as one text. Alternatives among the words are all narrowed by the chips. */
function joined(chips: QueryPart[], draft: string): string {
  const words = draft.trim();
  const grouped = chips.length > 0 && hasAlternatives(words) ? `(${words})` : words;
  return [...chips.map((chip) => chip.text), grouped].filter(Boolean).join(' ');
}

function within(chips: QueryPart[]): OpenRange | undefined {
  const dates = chips.filter(({ kind, negated }) => isDate(kind) && !negated);
  if (dates.length === 0) return undefined;
  const from =
    dates
      .flatMap((chip) => chip.from ?? [])
      .sort()
      .at(-1) ?? null;
  const to = dates.flatMap((chip) => chip.to ?? []).sort()[0] ?? null;
  return { from, to };
}

function same(a: QueryPart, b: QueryPart): boolean {
  return a.kind === b.kind && a.value === b.value;
}
