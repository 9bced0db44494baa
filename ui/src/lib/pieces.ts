/** A text cut into pieces for the screen: what is marked, and control characters made visible. */

export interface Piece {
  text: string;
  marked: boolean;
  /** `U+202E` for a character that would steer the display instead of showing; it is shown, not obeyed. */
  control?: string;
  /** The place of the span it belongs to. */
  span?: number;
}

/** A stretch of a text, counted in Unicode scalar values. */
export interface Span {
  start: number;
  end: number;
}

// C0 and C1 controls except tab and line feed, soft hyphen, bidi controls, zero-width characters, interlinear marks.
// The zero-width joiner (U+200D) holds emoji together and stays.
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

/** Cuts `text` at `marks` and at `spans`: half-open ranges counted in Unicode scalar values, in order. */
export function pieces(
  text: string,
  marks: readonly (readonly [number, number])[] = [],
  spans: readonly Span[] = [],
): Piece[] {
  if (marks.length === 0 && spans.length === 0 && !STEERING.test(text))
    return text === '' ? [] : [{ text, marked: false }];
  const out: Piece[] = [];
  let index = 0;
  let mark = 0;
  let span = 0;
  for (const char of text) {
    while (mark < marks.length && index >= (marks[mark]?.[1] ?? 0)) mark += 1;
    const range = marks[mark];
    const marked = range !== undefined && index >= range[0] && index < range[1];
    while (span < spans.length && index >= (spans[span]?.end ?? 0)) span += 1;
    const within = spans[span];
    const at = within !== undefined && index >= within.start ? span : undefined;
    push(out, char, marked, at);
    index += 1;
  }
  return out;
}

function push(out: Piece[], char: string, marked: boolean, span: number | undefined): void {
  if (STEERING.test(char)) {
    const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    out.push({ text: code, marked, control: code, ...(span === undefined ? {} : { span }) });
    return;
  }
  const last = out.at(-1);
  if (last && !last.control && last.marked === marked && last.span === span) last.text += char;
  else out.push({ text: char, marked, ...(span === undefined ? {} : { span }) });
}

/** Pieces that stand in one span together, and those that stand in none. */
export function grouped(all: readonly Piece[]): { span: number | undefined; pieces: Piece[] }[] {
  const groups: { span: number | undefined; pieces: Piece[] }[] = [];
  for (const piece of all) {
    const last = groups.at(-1);
    if (last && last.span === piece.span) last.pieces.push(piece);
    else groups.push({ span: piece.span, pieces: [piece] });
  }
  return groups;
}
