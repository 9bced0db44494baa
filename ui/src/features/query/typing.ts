/** What of a query is being typed: the last word or filter in the field. */
import type { ApiError } from '../../backend';

const CLOSING: Record<string, string> = { '"': '"', '＂': '＂', '“': '”', '「': '」' };
const PARTS = /[\s()（）]/;

/** The word or filter at the end of a text, without the minus before it; a quote that is open keeps its spaces. */
export function beingTyped(text: string): string {
  let start = 0;
  let closing: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (closing) {
      if (char === '\\') at += 1;
      else if (char === closing) closing = undefined;
    } else if (PARTS.test(char)) start = at + 1;
    else if (at === start || /[-－:：]/.test(text.charAt(at - 1))) closing = CLOSING[char];
  }
  return text.slice(start).replace(/^[-－]+/, '');
}

/** A bare `OR`, which binds more loosely than the spaces between parts. */
const ALTERNATIVES = /(?:^|[\s()（）])(?:OR|ＯＲ)(?:$|[\s()（）])/;

/** Whether a text holds alternatives that are not in a group. */
export function hasAlternatives(text: string): boolean {
  return ALTERNATIVES.test(text);
}

/** A query that is not understood, with the range of characters where; behind its end stands a sign to mark. */
export function misreadAt({ params }: ApiError, text: string): { text: string; mark: [number, number] } {
  const length = [...text].length;
  const from = Math.min(Number(params.position ?? 0), length);
  const part = [...(params.part ?? '')].length;
  if (from === length) return { text: `${text}…`, mark: [from, from + 1] };
  return { text, mark: [from, Math.min(length, from + Math.max(1, part))] };
}
