/** A search index that is behind: it is said, and it is brought up to date. */
import { render, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import type { Backend } from '../backend';
import { FakeBackend } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears } from '../lib/testing/wait';
import App from './App.svelte';

it('is brought up to date when the library opens, and what is shown says so until then', async () => {
  setLanguage('zh-CN');
  const backend = new FakeBackend();
  let behind = 2_400_000;
  let caughtUp = () => {};
  const slow: Partial<Backend> = {
    overview: async () => ({ ...(await FakeBackend.prototype.overview.call(backend)), pending: behind }),
    findConversations: async (find) => ({
      ...(await FakeBackend.prototype.findConversations.call(backend, find)),
      pending: behind,
    }),
    catchUp: () => new Promise((resolve) => (caughtUp = resolve)),
  };
  render(App, { backend: Object.assign(backend, slow) });
  const totals = await appears('totals');
  await waitFor(() => expect(totals.textContent).toContain('另有 2,400,000 条正在编入索引'));
  expect(await appears('job')).toBeTruthy();
  behind = 0;
  caughtUp();
  await waitFor(() => expect(totals.textContent).not.toContain('编入索引'));
});
