/** A text cut into pieces for the screen: what is marked, and control characters made visible. */

export interface Piece {
  text: string;
  marked: boolean;
  /** `U+202E` for a character that would steer the display instead of showing; it is shown, not obeyed. */
  control?: string;
}

// C0 and C1 controls except tab and line feed, soft hyphen, bidi controls, zero-width characters, interlinear marks.
// The zero-width joiner (U+200D) holds emoji together and stays.
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

/** Cuts `text` at `marks`, which are half-open ranges counted in Unicode scalar values. */
export function pieces(text: string, marks: readonly (readonly [number, number])[] = []): Piece[] {
  if (marks.length === 0 && !STEERING.test(text)) return text === '' ? [] : [{ text, marked: false }];
  const out: Piece[] = [];
  let index = 0;
  let mark = 0;
  for (const char of text) {
    while (mark < marks.length && index >= (marks[mark]?.[1] ?? 0)) mark += 1;
    const range = marks[mark];
    const marked = range !== undefined && index >= range[0] && index < range[1];
    push(out, char, marked);
    index += 1;
  }
  return out;
}

function push(out: Piece[], char: string, marked: boolean): void {
  if (STEERING.test(char)) {
    const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    out.push({ text: code, marked, control: code });
    return;
  }
  const last = out.at(-1);
  if (last && !last.control && last.marked === marked) last.text += char;
  else out.push({ text: char, marked });
}
