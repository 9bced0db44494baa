/** What stands before the words of a message that are not all of it. */
import { tcode } from './text';

/** One word in brackets, as programs write it in the place of a picture. */
const PLACEHOLDER = /^\s*\[[^[\]\n]{1,16}\]\s*$/;

/** The mark of a kind before the words of a message; none where the words are such a mark themselves. */
export function kindMark(kind: string, words: string): string {
  if (kind === 'text' || PLACEHOLDER.test(words)) return '';
  return `[${tcode('kind', kind, 'kind.text')}]`;
}
