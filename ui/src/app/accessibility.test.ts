/** axe-core over the main screens in both languages. Contrast cannot be seen here; the tokens have their own test. */
import { render, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage, type Language } from '../i18n';
import { appears, type } from '../lib/testing/wait';
import App from './App.svelte';

afterEach(() => setLanguage('zh-CN'));

const click = async (testid: string) => (await appears(testid)).click();

const screens: [string, FakeOptions, () => Promise<unknown>][] = [
  ['doors', { state: 'absent' }, () => appears('door-create')],
  ['create', { state: 'absent' }, () => click('door-create').then(() => appears('create-submit'))],
  ['unlock', { state: 'locked' }, () => appears('unlock-submit')],
  ['library', {}, () => click('conversation-row').then(() => appears('source'))],
  [
    'search with chips',
    {},
    async () => {
      type(await appears('search-input'), 'on:dingtalk 未收到 ');
      await appears('chip');
    },
  ],
  [
    'import',
    {},
    () =>
      click('import')
        .then(() => click('import-pick-files'))
        .then(() => appears('import-file')),
  ],
  ['export', {}, () => click('export').then(() => appears('export-holds'))],
  ['categories', {}, () => click('edit-categories').then(() => appears('category-row'))],
  ['settings', {}, () => click('settings').then(() => appears('theme-dark'))],
];

describe.each<Language>(['zh-CN', 'en'])('in %s', (language) => {
  it.each(screens)(
    '%s has no finding',
    async (_, options, go) => {
      setLanguage(language);
      render(App, { backend: new FakeBackend(options) });
      await go();
      const { violations } = await waitFor(
        () => axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } }),
        { timeout: 15_000 },
      );
      expect(
        violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
        ),
      ).toEqual([]);
    },
    20_000,
  );
});
