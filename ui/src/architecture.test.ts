/** The rules of the house, as absences in the source. */
import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>(
  ['./**/*.{ts,svelte}', '!./**/*.test.ts', '!./backend/generated/**'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const files = Object.entries(sources).map(([path, text]) => ({ path: path.slice(2), text }));

/** The modules a file imports, as paths under `src`. */
function imports({ path, text }: { path: string; text: string }): string[] {
  const folder = path.split('/').slice(0, -1);
  return [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']*)'/g)].map(([, of = '']) => {
    const parts = [...folder];
    for (const step of of.split('/')) {
      if (step === '..') parts.pop();
      else if (step !== '.') parts.push(step);
    }
    return parts.join('/');
  });
}

/** What each layer may know; a layer also knows itself. */
const MAY_KNOW: Record<string, string[]> = {
  lib: [],
  backend: ['lib'],
  i18n: ['lib', 'backend'],
  design: ['lib', 'i18n', 'backend'],
  features: ['lib', 'i18n', 'backend', 'design'],
  app: ['lib', 'i18n', 'backend', 'design', 'features'],
};

const layer = (path: string): string => path.split('/')[0] ?? '';

describe('the source of the window', () => {
  it('is found at all', () => expect(files.length).toBeGreaterThan(80));

  it('never puts text into the page as HTML', () => {
    const unsafe = files.filter(({ text }) => /\{@html|innerHTML|insertAdjacentHTML|outerHTML/.test(text));
    expect(
      unsafe.map((f) => f.path),
      'text of records is always a text node',
    ).toEqual([]);
  });

  it('knows layers only downwards', () => {
    const upward = files.flatMap((file) =>
      imports(file)
        .filter(
          (to) =>
            layer(to) !== layer(file.path) &&
            MAY_KNOW[layer(file.path)] &&
            !MAY_KNOW[layer(file.path)]?.includes(layer(to)),
        )
        .map((to) => `${file.path} → ${to}`),
    );
    expect(upward, 'design ← features ← app').toEqual([]);
  });

  it('lets a feature meet another only through its index', () => {
    const inner = files.flatMap((file) =>
      imports(file)
        .filter((to) => layer(to) === 'features' && to.split('/').length > 2)
        .filter(
          (to) =>
            to.split('/')[1] !== (layer(file.path) === 'features' ? file.path.split('/')[1] : undefined),
        )
        .map((to) => `${file.path} → ${to}`),
    );
    expect(inner).toEqual([]);
  });

  it('names Tauri in one file, and the made-up engine only where it is chosen', () => {
    expect(files.filter(({ text }) => text.includes("'@tauri-apps")).map((f) => f.path)).toEqual([
      'backend/tauri.ts',
    ]);
    const fakes = files.filter(
      (f) => !f.path.startsWith('backend/fake/') && imports(f).some((to) => to.includes('/fake')),
    );
    expect(fakes.map((f) => f.path)).toEqual(['backend/index.ts']);
  });

  it('has no component longer than 150 lines', () => {
    const long = files.filter(({ path, text }) => path.endsWith('.svelte') && text.split('\n').length > 151);
    expect(long.map((f) => f.path)).toEqual([]);
  });

  it('has no word for people outside the locale files', () => {
    const chinese = files.filter(
      ({ path, text }) =>
        path.endsWith('.svelte') &&
        /\p{Script=Han}/u.test(
          text.replace(/<!--[\s\S]*?-->|\/\/.*|\/\*[\s\S]*?\*\/|\/[^\n/]*周[^\n/]*\//g, ''),
        ),
    );
    expect(chinese.map((f) => f.path)).toEqual([]);
    const literal = files.filter(
      ({ path, text }) =>
        path.endsWith('.svelte') && /(?:aria-label|placeholder|title|alt)="[A-Za-z]/.test(text),
    );
    expect(
      literal.map((f) => f.path),
      'names are keys too',
    ).toEqual([]);
  });

  it('carries no inline style, which the content policy would refuse', () => {
    const inline = files.filter(({ path, text }) => path.endsWith('.svelte') && /\sstyle="/.test(text));
    expect(inline.map((f) => f.path)).toEqual([]);
  });

  it('remembers only the language, the theme and the text size', () => {
    const remembered = files
      .filter(({ text }) => /localStorage|sessionStorage|indexedDB/.test(text))
      .map((f) => f.path);
    expect(remembered.sort()).toEqual([
      'features/settings/settings.svelte.ts',
      'i18n/language.svelte.ts',
      'lib/testing/setup.ts',
    ]);
  });
});
