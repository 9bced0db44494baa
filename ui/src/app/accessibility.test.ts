/** axe-core over the main screens in both languages. Contrast cannot be seen here; the tokens have their own test. */
import { render, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { madeVault } from '../backend/fake/vault';
import { setLanguage, type Language } from '../i18n';
import { appears, type } from '../lib/testing/wait';
import App from './App.svelte';

afterEach(() => setLanguage('zh-CN'));

const click = async (testid: string) => (await appears(testid)).click();

const sheet = async (name: string) => {
  await click('settings');
  await click(`open-${name}`);
  await appears(`${name}-sheet`);
};

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
  [
    'another zone',
    { threads: madeVault().slice(0, 1) },
    () =>
      click('conversation-row')
        .then(() => click('change-zone'))
        .then(() => appears('zone-choice')),
  ],
  ['export', {}, () => click('export').then(() => appears('export-holds'))],
  [
    'saved searches',
    {},
    async () => {
      type(await appears('search-input'), 'on:dingtalk 未收到 ');
      await click('save-search');
      await appears('saved-name');
    },
  ],
  ['categories', {}, () => click('edit-categories').then(() => appears('category-row'))],
  [
    'security',
    {},
    () =>
      sheet('security')
        .then(() => click('examine'))
        .then(() => appears('examine-check')),
  ],
  [
    'recovery words',
    {},
    async () => {
      await sheet('security');
      await click('recovery-make');
      type(await appears('confirm-password'), 'yanju-demo');
      await waitFor(async () =>
        expect((await appears('confirm-submit')).hasAttribute('disabled')).toBe(false),
      );
      await click('confirm-submit');
      await appears('recovery-words');
    },
  ],
  [
    'backup',
    {},
    async () => {
      await sheet('backup');
      await click('backup-pick');
      await waitFor(async () => expect((await appears('backup-now')).hasAttribute('disabled')).toBe(false));
      await click('backup-now');
      await appears('backup-snapshot');
    },
  ],
  [
    'log',
    {},
    () =>
      sheet('log')
        .then(() => appears('log-entry'))
        .then((entry) => entry.querySelector('button')?.click()),
  ],
  ['inbox', {}, () => sheet('inbox').then(() => appears('inbox-standing'))],
  ['radar', {}, () => sheet('radar').then(() => appears('radar-source'))],
  ['recognition rules', {}, () => sheet('rules').then(() => appears('rule-pattern'))],
  [
    'a recognised piece',
    {},
    async () => {
      type(await appears('search-input'), '订单号');
      await waitFor(async () => expect((await appears('conversation-row')).textContent).toContain('订单号'));
      await click('conversation-row');
      await click('entity');
      await appears('entity-find');
      await appears('recognised-value');
    },
  ],
  ['restore', { state: 'absent' }, () => click('door-restore').then(() => appears('restore-read'))],
  [
    'how to get records out',
    {},
    () =>
      click('import')
        .then(() => click('origin-wechat'))
        .then(() => appears('howto-formats')),
  ],
  ['first step of the import', {}, () => click('import').then(() => appears('origins'))],
  ['an empty vault', { threads: [] }, () => appears('empty-howto')],
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
