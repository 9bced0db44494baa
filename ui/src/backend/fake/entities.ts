/** What the made-up engine recognises: a few shapes, enough for what the window does with them. */
import type { EntityMark, EntityRule, EntityRules, Recognised, SaveRules, TryRule } from '../types';
import type { Thread } from './vault';

const BUILT_IN: [kind: string, name: string, pattern: string][] = [
  ['link', 'link', 'https?://[!-~]+'],
  ['order', 'order_word', '订单(?:号)?[ :：]*(?<value>[A-Z]{1,6}-?\\d[\\w-]*|\\d{6,})'],
  ['ticket', 'ticket_shape', '\\b[A-Z]{2,5}-\\d{6,8}-\\d{2,6}'],
  ['amount', 'amount_unit', '\\d+(?:\\.\\d{1,2})? ?元'],
  ['phone', 'phone_mobile', '1[3-9]\\d{9}'],
];

function normal(kind: string, written: string): string {
  if (kind !== 'amount') return written;
  return `CNY ${Number(/[\d.]+/.exec(written)?.[0] ?? 0).toFixed(2)}`;
}

function found(kind: string, pattern: string, text: string): EntityMark[] {
  return [...text.matchAll(new RegExp(pattern, 'gud'))].flatMap((match) => {
    const [from, to] = match.indices?.groups?.value ?? match.indices?.[0] ?? [0, 0];
    if (match.groups?.not !== undefined) return [];
    const length = (until: number) => [...text.slice(0, until)].length;
    return { kind, value: normal(kind, text.slice(from, to)), start: length(from), end: length(to) };
  });
}

export class FakeEntities {
  #off = new Set<string>();
  #own: EntityRule[] = [];

  in(text: string): EntityMark[] {
    const taken: EntityMark[] = [];
    const { built_in, own } = this.rules();
    for (const rule of [...own, ...built_in].filter(({ enabled }) => enabled))
      for (const mark of found(rule.kind, rule.pattern, text))
        if (taken.every((one) => mark.end <= one.start || one.end <= mark.start)) taken.push(mark);
    return taken.sort((a, b) => a.start - b.start);
  }

  of({ messages }: Thread): Recognised {
    const groups = new Map<string, Map<string, { value: string; written: string; messages: number }>>();
    for (const { text } of messages)
      for (const { kind, value, start, end } of this.in(text)) {
        const values = groups.get(kind) ?? new Map();
        groups.set(kind, values);
        const known = values.get(value) ?? {
          value,
          written: [...text].slice(start, end).join(''),
          messages: 0,
        };
        values.set(value, { ...known, messages: known.messages + 1 });
      }
    return {
      groups: [...groups].map(([kind, values]) => ({
        kind,
        total: values.size,
        values: [...values.values()],
      })),
    };
  }

  rules(): EntityRules {
    const rule = ([kind, name, pattern]: (typeof BUILT_IN)[number]) => ({
      kind,
      name,
      pattern,
      enabled: !this.#off.has(name),
    });
    return { built_in: BUILT_IN.map(rule), off: [...this.#off], own: structuredClone(this.#own) };
  }

  save({ off, own }: SaveRules): EntityRules {
    this.#off = new Set(off);
    this.#own = structuredClone(own);
    return this.rules();
  }

  /** `undefined`: the pattern cannot be read. */
  try({ kind, pattern, sample }: TryRule): EntityMark[] | undefined {
    try {
      return found(kind, pattern, sample);
    } catch {
      return undefined;
    }
  }
}
