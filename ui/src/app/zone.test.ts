/** Another zone for what was read in an assumed one, over the made-up engine. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeZone } from '../backend';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

function start(options: FakeOptions = {}): FakeBackend {
  const backend = new FakeBackend(options);
  render(App, { backend });
  return backend;
}

const last = (backend: FakeBackend, name: string) =>
  backend.calls.findLast(([call]) => call === name)?.[1] as ChangeZone | undefined;
const click = async (testid: string) => (await appears(testid)).click();
const there = (testid: string) => document.querySelector(`[data-testid="${testid}"]`);
const choose = async (zone: string) => {
  const select = (await appears('zone-choice')) as HTMLSelectElement;
  select.value = zone;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const says = (testid: string, text: string) =>
  waitFor(async () => expect((await appears(testid)).textContent).toContain(text));
const gone = (testid: string) => waitFor(() => expect(there(testid)).toBeNull());
const enabled = (testid: string) =>
  waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));

/** Opens the conversation of this title. */
async function open(title: string) {
  await appears('conversation-row');
  const rows = [...document.querySelectorAll<HTMLElement>('[data-testid=conversation-row]')];
  rows.find((row) => row.textContent?.includes(title))?.click();
  await says('reading-title', title);
  await appears('source-file');
}

/** A query that shows the written cases alone. */
async function search(text: string) {
  const input = (await appears('search-input')) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

describe('another zone', () => {
  it('is chosen beside a source whose zone was assumed, said with its effect, and undone', async () => {
    const backend = start();
    await search('YDH12345678');
    await open('杭州服饰城・物流延误');
    await says('source-file', 'Asia/Shanghai（假定）');
    await click('change-zone');
    await says('zone-from', 'Asia/Shanghai');
    expect((await appears('zone-confirm')).hasAttribute('disabled'), 'nothing to change yet').toBe(true);
    expect(last(backend, 'previewZone'), 'and nothing to ask').toBeUndefined();
    await choose('Europe/Berlin');
    await says('zone-effect', '将移动 13 条消息');
    await says('zone-beside', '另外 2 个文件仍按 Europe/London 解读');
    await enabled('zone-confirm');
    await click('zone-confirm');
    await gone('zone-dialog');
    expect(last(backend, 'changeZone')).toEqual({ of: ['f1'], zone: 'Europe/Berlin' });
    await says('source-file', 'Europe/Berlin（假定）');
    await says('toasts', '更改时区，共 1 处');
    await click('toast-action');
    await says('source-file', 'Asia/Shanghai（假定）');
  });

  it('is not offered where the source states its times', async () => {
    start();
    await search('2023081500417');
    await open('优品旗舰店・客服小美');
    expect(there('change-zone')).toBeNull();
  });

  it('is submitted by the keyboard, and stays as it is when chosen back', async () => {
    const backend = start();
    await search('YDH12345678');
    await open('杭州服饰城・物流延误');
    await click('change-zone');
    await choose('Asia/Tokyo');
    await says('zone-effect', '将移动');
    await choose('Asia/Shanghai');
    await says('zone-effect', '请选择另一个时区');
    const form = (await appears('zone-choice')).closest('form');
    form?.requestSubmit();
    await choose('Asia/Tokyo');
    await enabled('zone-confirm');
    form?.requestSubmit();
    await gone('zone-dialog');
    expect(backend.calls.filter(([call]) => call === 'changeZone').length, 'the first was none').toBe(1);
  });

  it('says why it cannot be, and stays open', async () => {
    const backend = start();
    await search('YDH12345678');
    await open('杭州服饰城・物流延误');
    await click('change-zone');
    backend.changeZone = () => Promise.reject({ code: 'zone_stated', params: { file: 'a.csv' }, detail: '' });
    await choose('Asia/Tokyo');
    await enabled('zone-confirm');
    await click('zone-confirm');
    await says('zone-dialog', '“a.csv”的时间由源文件注明');
  });

  it('is offered in the report of an import, which is there again afterwards', async () => {
    setLanguage('en');
    const backend = start();
    backend.picks = ['/x/one.txt', '/x/two.json'];
    await click('import');
    await click('import-pick-files');
    await enabled('import-confirm');
    await click('import-confirm');
    await says('report-zone', 'read in Asia/Shanghai');
    await click('report-change-zone');
    await choose('UTC');
    await enabled('zone-confirm');
    await click('zone-confirm');
    await says('report-zone', 'read in UTC');
    expect(last(backend, 'changeZone'), 'the other file states its zone').toEqual({
      of: ['f502'],
      zone: 'UTC',
    });
  });
});
