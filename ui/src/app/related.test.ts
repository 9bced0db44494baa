/** What else is about the same as the open conversation. */
import { render, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { FakeBackend } from '../backend/fake';
import { setLanguage, t } from '../i18n';
import { appears } from '../lib/testing/wait';
import App from './App.svelte';

it('is named beside it with what both share, and opens', async () => {
  setLanguage('zh-CN');
  const backend = new FakeBackend();
  const related = async (request: { to: string; limit: number }) => {
    const rows = await FakeBackend.prototype.related.call(backend, { ...request, limit: 1 });
    return rows.map((row) => ({
      ...row,
      values: [{ kind: 'tracking', value: 'YDH12345678' }],
      percent: 40,
    }));
  };
  render(App, { backend: Object.assign(backend, { related }) });
  (await appears('conversation-row')).click();
  const opened = (await appears('reading-title')).textContent;
  const row = await appears('related-row');
  expect(row.textContent).toContain('YDH12345678');
  expect(row.textContent).toContain(t('related.words', { n: 40 }));
  row.click();
  await waitFor(async () => expect((await appears('reading-title')).textContent).not.toBe(opened));
});
