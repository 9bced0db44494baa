/** The contrast of the tokens in both themes, by WCAG 2: AA for text, 3:1 for what is not text. */
import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

const blocks = { 纸: block(/:root \{(.*?--category-7.*?)\}/s), 墨: block(/data-theme='dark'\] \{(.*?)\}/s) };

function block(of: RegExp): Record<string, string> {
  const text = of.exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['paper', 'side', 'raised'];
const TEXT: [ink: string, grounds: string[]][] = [
  ['ink', [...GROUNDS, 'mark', 'blue-soft', 'seal-soft']],
  ['ink-2', [...GROUNDS, 'blue-soft']],
  ['ink-3', GROUNDS],
  ['seal', [...GROUNDS, 'seal-soft']],
  ['blue', [...GROUNDS, 'blue-soft']],
  ['ochre', [...GROUNDS, 'blue-soft']],
  ['ok', GROUNDS],
  ['on-seal', ['seal']],
  ['paper', ['ink']],
];

describe.each(Object.entries(blocks))('the theme %s', (_, tokens) => {
  it.each(TEXT.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))(
    'lets %s be read on %s',
    (ink, ground) => {
      expect(contrast(tokens[ink] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('lets the focus and the brush be seen', () => {
    for (const ground of GROUNDS) {
      expect(contrast(tokens.blue ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens.seal ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(3);
    }
  });
});
