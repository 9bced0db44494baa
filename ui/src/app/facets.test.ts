/** What a query finds, broken down in the sidebar; the order of the list; the time line at any zoom. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Facets } from '../backend';
import { FakeBackend } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears, type } from '../lib/testing/wait';
import App from './App.svelte';

let backend: FakeBackend;
beforeEach(() => {
  setLanguage('zh-CN');
  backend = new FakeBackend();
});

const rows = (kind: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="nav-${kind}"]`)];
const words = (of: Element | undefined) => of?.textContent?.replace(/\s+/g, ' ').trim();
const row = (kind: string, name: string) => rows(kind).find((one) => words(one)?.includes(name));
const chips = () =>
  [...document.querySelectorAll<HTMLElement>('[data-testid=chip]')].map((chip) => chip.dataset.query);
const called = (name: string) => backend.calls.filter(([of]) => of === name).map(([, of]) => of);
const busy = async () => (await appears('nav-groups')).getAttribute('aria-busy') === 'true';

async function search(text: string): Promise<HTMLElement> {
  const input = await appears('search-input');
  type(input, text);
  const query = [...chips(), text].join(' ');
  await waitFor(() => expect(called('findConversations').at(-1)).toMatchObject({ query }));
  return input;
}

/** Answers that come when the test lets them. */
function held(): Map<string, () => void> {
  const doors = new Map<string, () => void>();
  const facets = backend.facets.bind(backend);
  backend.facets = (text: string) =>
    new Promise<Facets>((resolve) => doors.set(text, () => void facets(text).then(resolve)));
  return doors;
}

describe('the sidebar', () => {
  it('counts what the query finds, and the whole vault again without one', async () => {
    render(App, { backend });
    await waitFor(() => expect(rows('category').length).toBeGreaterThan(0));
    const before = ['category', 'on', 'tag', 'ticket'].map((kind) => rows(kind).map(words));
    expect(words(row('category', '物流纠纷'))).toMatch(/%$/);
    expect(rows('with'), 'people are listed for a query').toEqual([]);
    await search('未收到包裹');
    await waitFor(() => expect(words(row('category', '物流纠纷'))).toMatch(/物流纠纷 \d+$/));
    const { platforms, categories } = await backend.facets('未收到包裹');
    const name = (of: string | undefined) => of?.replace(/ [\d%,]+$/, '');
    const messages = platforms.find((one) => one.name === 'dingtalk')?.messages ?? 0;
    const conversations = categories.find((one) => one.name === '物流纠纷')?.conversations ?? 0;
    expect(words(row('on', '钉钉'))).toBe(`钉钉 ${messages}`);
    expect(words(row('category', '物流纠纷'))).toBe(`物流纠纷 ${conversations}`);
    expect(
      ['category', 'on', 'tag', 'ticket'].map((kind) => rows(kind).map(words).map(name)),
      'no line comes, goes or moves',
    ).toEqual(before.map((group) => group.map(name)));
    (await appears('nav-all')).click();
    await waitFor(() =>
      expect(['category', 'on', 'tag', 'ticket'].map((kind) => rows(kind).map(words))).toEqual(before),
    );
    expect(rows('with')).toEqual([]);
  });

  it('keeps a line of which nothing is found, quiet but there to be pressed', async () => {
    render(App, { backend });
    await waitFor(() => expect(rows('on').length).toBeGreaterThan(1));
    row('on', '钉钉')?.click();
    await waitFor(() => expect(row('on', '微信')?.classList.contains('quiet')).toBe(true));
    expect(words(row('on', '微信'))).toBe('微信 0');
    expect(row('on', '钉钉')?.classList.contains('quiet')).toBe(false);
    row('on', '钉钉')?.click();
    await waitFor(() => expect(chips()).toEqual([]));
    await waitFor(() => expect(row('on', '微信')?.classList.contains('quiet')).toBe(false));
  });

  it('lists the people of what is found, and a press makes one a filter', async () => {
    render(App, { backend });
    await search('未收到包裹');
    await waitFor(() => expect(rows('with').length).toBeGreaterThan(0));
    row('with', '杭州服饰城')?.click();
    await waitFor(() => expect(chips()).toEqual(['with:杭州服饰城']));
    await waitFor(() => expect(row('with', '杭州服饰城')?.getAttribute('aria-pressed')).toBe('true'));
    await search('没有这样的话');
    await waitFor(async () => expect(await busy()).toBe(false));
    expect(words(row('with', '杭州服饰城')), 'the filter can still be taken away').toBe('杭州服饰城 0');
  });

  it('asks after the list was answered, and once for what was typed last', async () => {
    let listed: (() => void) | undefined;
    const find = backend.findConversations.bind(backend);
    backend.findConversations = async (request) => {
      if (request.query === '包裹') await new Promise<void>((resolve) => (listed = resolve));
      return find(request);
    };
    render(App, { backend });
    await waitFor(() => expect(rows('category').length).toBeGreaterThan(0));
    const input = await appears('search-input');
    type(input, '包裹');
    await waitFor(() => expect(listed).toBeTruthy());
    expect(await busy()).toBe(true);
    expect(called('facets')).toEqual([]);
    listed?.();
    await waitFor(() => expect(called('facets')).toEqual(['包裹']));
    await waitFor(async () => expect(await busy()).toBe(false));
  });

  it('never takes the counts of one query for those of another', async () => {
    const doors = held();
    render(App, { backend });
    await search('包裹');
    await waitFor(() => expect(doors.has('包裹')).toBe(true));
    await search('退款');
    await appears('conversation-row');
    expect(doors.has('退款'), 'one breakdown at a time').toBe(false);
    doors.get('包裹')?.();
    await waitFor(() => expect(doors.has('退款')).toBe(true));
    expect(await busy(), 'the first answer came too late').toBe(true);
    expect(rows('with')).toEqual([]);
    doors.get('退款')?.();
    await waitFor(async () => expect(await busy()).toBe(false));
    const { people } = await new FakeBackend().facets('退款');
    expect(words(rows('with')[0])).toContain(people[0]?.name);
  });

  it('counts again after something was filed', async () => {
    render(App, { backend });
    await search('未收到包裹');
    await waitFor(() => expect(called('facets')).toHaveLength(1));
    await waitFor(async () => expect(await busy()).toBe(false));
    (await appears('conversation-row')).click();
    (await appears('star')).click();
    await waitFor(() => expect(called('facets')).toHaveLength(2));
    expect(await busy(), 'what is there stays meanwhile').toBe(false);
  });
});

describe('the order of the list', () => {
  it('is chosen beside the totals, and kept by the next query', async () => {
    render(App, { backend });
    const order = (await appears('order')) as HTMLSelectElement;
    expect([...order.options].map(words)).toEqual(['最新在前', '最早在前', '最相关在前']);
    order.focus();
    expect(document.activeElement).toBe(order);
    order.value = 'oldest';
    order.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(called('findConversations').at(-1)).toMatchObject({ order: 'oldest' }));
    await search('未收到包裹');
    expect(called('findConversations').at(-1)).toMatchObject({ query: '未收到包裹', order: 'oldest' });
  });
});
