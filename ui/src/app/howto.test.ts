/** How to get records out: from where it opens, how it is read with the keyboard, where it leads. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage, t } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

const start = (options: FakeOptions = {}) => render(App, { backend: new FakeBackend(options) });
const click = async (testid: string) => (await appears(testid)).click();
const shown = async () => (await appears('howto-page')).getAttribute('aria-label');
const closed = () =>
  waitFor(() =>
    expect(document.querySelector('[data-testid=howto-sheet]'), 'one sheet at a time').toBeNull(),
  );

describe('how to get records out', () => {
  it('opens from the first step of the import, at the platform that was asked for', async () => {
    start();
    await click('import');
    await click('origin-jd');
    expect(await shown()).toBe(t('platform.jd'));
    expect(document.querySelector('[data-testid=import-dialog]')).toBeNull();
    expect((await appears('howto-span')).textContent).toContain('31 天');
  });

  it('opens from the empty vault', async () => {
    start({ threads: [] });
    await click('empty-howto');
    await appears('howto-page');
  });

  it('opens with its key and from the palette, where it was left', async () => {
    start();
    await appears('conversation-row');
    press(document.body, 'h');
    type(await appears('howto-search'), 'feishu');
    await waitFor(async () => expect(await shown()).toBe(t('platform.feishu')));
    document.querySelector<HTMLElement>('[data-testid=howto-sheet] .close')?.click();
    await closed();
    press(document.body, 'k', { ctrlKey: true });
    type(await appears('palette-input'), '怎样导出');
    press(await appears('palette-input'), 'Enter');
    await appears('howto-search');
    await waitFor(async () => expect(await shown()).toBe(t('platform.feishu')));
  });

  it('is read with the keyboard: type, go along, read', async () => {
    start();
    await appears('conversation-row');
    press(document.body, 'h');
    const search = await appears('howto-search');
    await waitFor(() => expect(document.activeElement, 'one can type at once').toBe(search));
    type(search, 'dd');
    await waitFor(async () => expect(await shown()).toBe(t('platform.dingtalk')));
    press(search, 'ArrowDown');
    await waitFor(async () => expect(await shown()).toBe(t('platform.douyin')));
    press(search, 'ArrowDown');
    expect(await shown(), 'it is the last').toBe(t('platform.douyin'));
    press(search, 'ArrowUp');
    await waitFor(async () => expect(await shown()).toBe(t('platform.dingtalk')));
    expect(
      document.getElementById(search.getAttribute('aria-activedescendant') ?? '')?.textContent,
    ).toContain('钉钉');
    press(search, 'Enter');
    expect(document.activeElement).toBe(await appears('howto-page'));
  });

  it('says so when there is no such platform, and keeps the page', async () => {
    start();
    await click('import');
    await click('origin-qq');
    type(await appears('howto-search'), '没有这个');
    await appears('howto-none');
    expect(await shown()).toBe(t('platform.qq'));
  });

  it('names the formats that are read of a platform', async () => {
    start();
    await click('import');
    await click('origin-qq');
    await waitFor(async () =>
      expect((await appears('howto-formats')).textContent).toContain('QQ 消息管理器导出文本'),
    );
    expect((await appears('howto-formats')).textContent).not.toContain('WhatsApp');
  });

  it('leads to the import, and where one copies to its field for text', async () => {
    start();
    await click('import');
    await click('origin-telegram');
    await appears('howto-import');
    expect(document.querySelector('[data-testid=howto-paste]'), 'nothing is copied here').toBeNull();
    await click('howto-import');
    await appears('import-pick-files');
    await click('origin-pinduoduo');
    await click('howto-paste');
    await appears('import-paste-text');
    await closed();
  });

  it('takes what is pasted while a page is read', async () => {
    start();
    await click('import');
    await click('origin-dingtalk');
    const event = new Event('paste', { bubbles: true, cancelable: true });
    const clipboardData = { getData: () => '小林 2024-05-02 09:03\n您好' };
    (await appears('howto-page')).dispatchEvent(Object.assign(event, { clipboardData }));
    await appears('import-file');
    await closed();
  });
});
