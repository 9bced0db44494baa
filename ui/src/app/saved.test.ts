/** Saved searches: kept from the field, opened from the side, changed in their window. */
import { render, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../backend/fake';
import { setLanguage, t } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

let backend: FakeBackend;
beforeEach(async () => {
  setLanguage('zh-CN');
  backend = new FakeBackend();
});

const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const shown = () => all('nav-saved').map((row) => row.querySelector('bdi')?.textContent);
const chips = () => all('chip').map((chip) => chip.dataset.query);
const input = async () => (await appears('search-input')) as HTMLInputElement;

async function search(text: string): Promise<void> {
  type(await input(), text);
  await waitFor(() => expect(all('save-search')).toHaveLength(1));
}

async function save(text: string): Promise<HTMLInputElement> {
  await search(text);
  all('save-search')[0]?.click();
  return (await appears('saved-name')) as HTMLInputElement;
}

describe('saving a search', () => {
  it('proposes a name in plain words and lists it at the side, marked while it is what is looked for', async () => {
    render(App, { backend });
    expect(all('save-search'), 'nothing is there to save').toHaveLength(0);
    const name = await save('on:dingtalk date:上个月 -tag:退款 包裹');
    expect(name.value).toBe('钉钉 上个月 非 退款 包裹');
    expect(all('saved-query')[0]?.textContent).toBe('on:dingtalk date:上个月 -tag:退款 包裹');
    press(name, 'Enter');
    await waitFor(() => expect(shown()).toEqual(['钉钉 上个月 非 退款 包裹']));
    await waitFor(() => expect(all('saved-sheet')).toHaveLength(0));
    expect(all('nav-saved')[0]?.getAttribute('aria-pressed')).toBe('true');
    type(await input(), '');
    await waitFor(() => expect(all('nav-saved')[0]?.getAttribute('aria-pressed')).toBe('false'));
    all('nav-saved')[0]?.click();
    await waitFor(async () => expect((await input()).value).toBe('包裹'));
    expect(chips(), 'a relative date stays relative').toEqual(['on:dingtalk', 'date:上个月', '-tag:退款']);
    await waitFor(() => expect(all('nav-saved')[0]?.getAttribute('aria-pressed')).toBe('true'));
  });

  it('never proposes a name that is taken, and says so where one is given', async () => {
    await backend.saveSearch({ id: null, name: '退款', query: '退款 2022' });
    render(App, { backend });
    const name = await save('退款');
    expect(name.value).toBe('退款 2');
    type(name, '退款');
    await tick();
    press(name, 'Enter');
    await waitFor(async () =>
      expect((await appears('saved-sheet')).textContent).toContain(t('error.name_taken')),
    );
  });

  it('is undone like every other act', async () => {
    render(App, { backend });
    press(await save('退款'), 'Enter');
    await waitFor(() => expect(shown()).toEqual(['退款']));
    const notice = t('toast.changed', { act: t('act.save_search'), n: 1 });
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain(notice));
    all('toast-action')[0]?.click();
    await waitFor(() => expect(shown()).toEqual([]));
  });
});

describe('saved searches', () => {
  beforeEach(async () => {
    await backend.saveSearch({ id: null, name: '星标的', query: '是:starred' });
    await backend.saveSearch({ id: null, name: '包裹', query: '未收到包裹' });
    await backend.saveSearch({ id: null, name: '写错的', query: '包裹 from:' });
    render(App, { backend });
    await waitFor(() => expect(shown()).toEqual(['星标的', '包裹', '写错的']));
  });

  it('are renamed, replaced, moved and removed in their window', async () => {
    await search('物流 on:dingtalk ');
    (await appears('edit-saved')).click();
    await appears('saved-sheet');
    const field = all('saved-row')[0]?.querySelector('input') as HTMLInputElement;
    field.value = ' 有星的 ';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(shown()).toEqual(['有星的', '包裹', '写错的']));
    all('saved-replace')[0]?.click();
    await waitFor(() => expect(all('saved-row')[0]?.textContent).toContain('on:dingtalk 物流'));
    all('saved-down')[0]?.click();
    await waitFor(() => expect(shown()).toEqual(['包裹', '有星的', '写错的']));
    all('saved-remove')[1]?.click();
    await waitFor(() => expect(shown()).toEqual(['包裹', '写错的']));
    expect(all('saved-row')).toHaveLength(2);
  });

  it('that are not understood stay, say why, and go into the field to be mended', async () => {
    expect(all('nav-saved')[2]?.title).toContain('冒号后面缺少内容');
    all('nav-saved')[2]?.click();
    await waitFor(async () => expect((await input()).value).toBe('包裹 from:'));
    expect((await appears('query-problem')).textContent).toContain('冒号后面缺少内容');
    (await appears('edit-saved')).click();
    expect((await appears('saved-wrong')).textContent).toContain('冒号后面缺少内容');
  });

  it('are marked when pressed, however they were typed', async () => {
    all('nav-saved')[0]?.click();
    await waitFor(() => expect(chips()).toEqual(['is:starred']));
    await waitFor(() => expect(all('nav-saved')[0]?.getAttribute('aria-pressed')).toBe('true'));
  });

  it('are found by Ctrl+K', async () => {
    press(await input(), 'k', { ctrlKey: true });
    const palette = await appears('palette-input');
    type(palette, '星标的');
    await waitFor(() => expect(all('palette')[0]?.textContent).toContain('星标的'));
    press(palette, 'Enter');
    await waitFor(() => expect(chips()).toEqual(['is:starred']));
  });
});
