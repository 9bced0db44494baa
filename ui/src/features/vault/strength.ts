/** How hard a password is to guess, in plain words. It never leaves this function. */

export type Strength = 'short' | 'weak' | 'fair' | 'strong';

const COMMON = /^(?:password|passw0rd|qwerty|abc|admin|iloveyou|welcome|yanju|woaini|\d+)[\d!@#.]*$/i;
/** Bits above which guessing with a slow key derivation takes years, or centuries. */
const FAIR_BITS = 45;
const STRONG_BITS = 70;

export function strength(password: string, min: number): Strength {
  const chars = [...password];
  if (chars.length < min) return 'short';
  if (COMMON.test(password)) return 'weak';
  const bits = countingChars(chars) * Math.log2(alphabet(password));
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

/** Characters that add something: a repetition, or a step in a sequence like `456`, adds little. */
function countingChars(chars: string[]): number {
  let count = 0;
  chars.forEach((char, i) => {
    const step = i === 0 ? NaN : (char.codePointAt(0) ?? 0) - (chars[i - 1]?.codePointAt(0) ?? 0);
    count += Math.abs(step) <= 1 ? 0.25 : 1;
  });
  return Math.min(count, new Set(chars).size * 1.5);
}

function alphabet(password: string): number {
  const classes: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[!-/:-@[-`{-~ ]/, 33],
    [/[^\x20-\x7e]/, 1000],
  ];
  return classes.reduce((size, [of, more]) => size + (of.test(password) ? more : 0), 0);
}
