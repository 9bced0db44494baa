/** What a query finds, broken down in the sidebar; the order of the list; the time line at any zoom. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AskTimeline, Facets } from '../backend';
import { FakeBackend } from '../backend/fake';
import { setLanguage } from '../i18n';
import { countDays } from '../lib/days';
import { appears, press, type } from '../lib/testing/wait';
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
  await waitFor(() => expect(called('findConversations').at(-1)).toMatchObject({ query: query.trim() }));
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

describe('the time line', () => {
  const timeline = () => appears('timeline');
  const bars = async () => [...(await timeline()).querySelectorAll('.bar')];
  const spans = () => called('timeline').map((of) => of as AskTimeline);
  const query = () => (called('findConversations').at(-1) as { query: string }).query;

  /** The time line with its bars, as wide as 1200. */
  async function drawn(): Promise<HTMLElement> {
    render(App, { backend });
    await waitFor(async () => expect((await bars()).length).toBeGreaterThan(20));
    await appears('conversation-row');
    const svg = await timeline();
    svg.getBoundingClientRect = () => new DOMRect(0, 0, 1200, 26);
    return svg;
  }

  it('chooses days by dragging, and clears them with a click', async () => {
    const svg = await drawn();
    const { length } = await bars();
    const at = (bar: number) => ({ bubbles: true, clientX: ((bar + 0.5) * 1200) / length });
    const whole = (await backend.timeline({ query: '', bars: 120, from: null, to: null })).bars;
    svg.dispatchEvent(new PointerEvent('pointerdown', at(8)));
    svg.dispatchEvent(new PointerEvent('pointermove', at(5)));
    svg.dispatchEvent(new PointerEvent('pointerup', at(5)));
    await waitFor(() => expect(query()).toBe(`date:${whole[5]?.from}..${whole[8]?.to}`));
    await waitFor(() => expect(svg.querySelectorAll('.bar.inside')).toHaveLength(4));
    svg.dispatchEvent(new PointerEvent('pointerdown', at(20)));
    svg.dispatchEvent(new PointerEvent('pointerup', at(20)));
    await waitFor(() => expect(query()).toBe(''));
    expect(svg.querySelectorAll('.bar.inside')).toHaveLength(0);
  });

  it('is walked with the arrows, which choose days with Shift, and says where one is', async () => {
    const svg = await drawn();
    const whole = (await backend.timeline({ query: '', bars: 120, from: null, to: null })).bars;
    svg.focus();
    expect(document.activeElement).toBe(svg);
    press(svg, 'Home');
    press(svg, 'ArrowRight');
    await waitFor(() => expect(svg.getAttribute('aria-valuenow')).toBe('1'));
    const first = whole[1]!;
    expect(svg.getAttribute('aria-valuetext')).toContain(`${first.matching} 条`);
    press(svg, 'ArrowRight', { shiftKey: true });
    press(svg, 'ArrowRight', { shiftKey: true });
    expect(query(), 'nothing is chosen before Shift is let go').toBe('');
    svg.dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift', bubbles: true }));
    await waitFor(() => expect(query()).toBe(`date:${first.from}..${whole[3]?.to}`));
    press(svg, 'Enter');
    await waitFor(() => expect(query()).toBe(''));
    press(svg, 'Enter');
    const { from, to } = whole[3]!;
    await waitFor(() => expect(query()).toBe(from === to ? `date:${from}` : `date:${from}..${to}`));
  });

  it('is zoomed with keys, wheel and buttons, down to single days and back', async () => {
    const svg = await drawn();
    const whole = (await backend.timeline({ query: '', bars: 120, from: null, to: null })).bars;
    const days = (of: AskTimeline) => countDays(of.from ?? '', of.to ?? '');
    press(svg, 'End');
    press(svg, '+');
    await waitFor(() => expect(spans().at(-1)?.from).not.toBeNull());
    expect(spans().at(-1)?.to, 'about the place of the keys').toBe(whole.at(-1)?.to);
    const half = days(spans().at(-1)!);
    const wheel = new WheelEvent('wheel', { deltaY: -100, bubbles: true, cancelable: true });
    svg.dispatchEvent(Object.assign(wheel, { ctrlKey: true, clientX: 600 }));
    expect(wheel.defaultPrevented, 'the window itself is not zoomed').toBe(true);
    await waitFor(() => expect(days(spans().at(-1)!)).toBe(Math.round(half / 2)));
    const to = spans().at(-1)?.to ?? '';
    press(svg, 'PageUp');
    await waitFor(() => expect((spans().at(-1)?.to ?? '') < to).toBe(true));
    const closer = (await appears('zoom-in')) as HTMLButtonElement;
    for (let i = 0; i < 8; i += 1) closer.click();
    await waitFor(() => expect(closer.disabled).toBe(true));
    await waitFor(async () => expect(await bars()).toHaveLength(14));
    const summary = (await appears('timeline-summary')).textContent;
    expect(summary, 'says the days that are seen').toContain('日 – ');
    const farther = (await appears('zoom-out')) as HTMLButtonElement;
    for (let i = 0; i < 12; i += 1) farther.click();
    await waitFor(() => expect(farther.disabled).toBe(true));
    await waitFor(() => expect(spans().at(-1)).toMatchObject({ from: null, to: null }));
  });

  it('zooms onto the days that are chosen, and keeps them through another query', async () => {
    await drawn();
    const whole = (await backend.timeline({ query: '', bars: 120, from: null, to: null })).bars;
    const [from, to] = [whole[10]!.from, whole[19]!.to];
    await search(`date:${from}..${to} `);
    press(await appears('search-input'), 'Enter');
    await waitFor(() => expect(chips()).toHaveLength(1));
    (await appears('zoom-in')).click();
    await waitFor(() => expect(spans().at(-1)).toMatchObject({ query: '', from, to }));
    type(await appears('search-input'), '退款');
    await waitFor(() => expect(spans().at(-1)).toMatchObject({ query: '退款', from, to }));
    await waitFor(async () =>
      expect((await timeline()).querySelectorAll('.bar.inside')).toHaveLength((await bars()).length),
    );
  });
});
