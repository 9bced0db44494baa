/** What is recognised, over the made-up engine: pressed in a text, listed for a conversation, by rules that can be changed. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SaveRules } from '../backend';
import { FakeBackend } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

const click = async (testid: string) => (await appears(testid)).click();
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const gone = (testid: string) => waitFor(() => expect(all(testid)).toEqual([]));
const says = (testid: string, text: string) =>
  waitFor(async () => expect((await appears(testid)).textContent).toContain(text));

/** Opens a conversation whose texts speak of an order. */
async function start() {
  const backend = new FakeBackend();
  render(App, { backend });
  type(await appears('search-input'), '订单号');
  await waitFor(() => expect(all('conversation-row').length).toBeGreaterThan(0));
  await click('conversation-row');
  await appears('entity');
  return backend;
}

const first = () => all('entity')[0]!;

async function openRules() {
  await click('settings');
  await click('open-rules');
  await appears('rules-sheet');
  await appears('rule-add');
}

const rule = (name: string) =>
  document.querySelector<HTMLElement>(`[data-testid="rule"][data-name="${name}"]`);

describe('a recognised piece of a text', () => {
  it('says what it is, and is looked for everywhere or copied when pressed', async () => {
    await start();
    expect(first().title).not.toBe('');
    const written = first().textContent;
    first().click();
    await says('entity-actions', written.trim());
    await waitFor(() => expect(document.activeElement?.getAttribute('data-testid')).toBe('entity-find'));
    await click('entity-find');
    await gone('entity-actions');
    await says('chip', written.trim());
  });

  it('is worked by keyboard, and Escape leads back to it', async () => {
    await start();
    first().focus();
    first().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    const actions = await appears('entity-actions');
    actions.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await gone('entity-actions');
    expect(document.activeElement).toBe(first());
  });
});

describe('the inspector', () => {
  it('lists what the conversation speaks of, and looks for it when pressed', async () => {
    await start();
    const group = await appears('recognised-group');
    expect(group.dataset.kind).toBeTruthy();
    const written = (await appears('recognised-value')).textContent.trim();
    await click('recognised-value');
    await says('chip', written);
  });
});

describe('the rules', () => {
  it('are switched off, tried and added, and count when they are saved', async () => {
    const backend = await start();
    await openRules();
    expect((await appears('rules-save')).hasAttribute('disabled')).toBe(true);
    rule('order_word')!.querySelector('input')!.click();
    type(await appears('rule-pattern'), '订(单)号');
    type(await appears('rule-sample'), '您的订单号是什么');
    await click('rule-try');
    await says('rule-outcome', '认出 1 处：订单号');
    type(await appears('rule-name'), '三个字');
    await waitFor(async () => expect((await appears('rule-add')).hasAttribute('disabled')).toBe(false));
    await click('rule-add');
    await waitFor(() => expect(rule('三个字')).not.toBeNull());
    await click('rules-save');
    await says('rules-state', '已保存');
    const saved = backend.calls.findLast(([name]) => name === 'saveEntityRules')?.[1] as SaveRules;
    expect(saved.off).toEqual(['order_word']);
    expect(saved.own).toEqual([{ kind: 'order', name: '三个字', pattern: '订(单)号', enabled: true }]);
  });

  it('say where an expression is wrong', async () => {
    await start();
    await openRules();
    type(await appears('rule-pattern'), '订单(');
    type(await appears('rule-sample'), '订单');
    await click('rule-try');
    await says('rules-sheet', '写法有误');
  });

  it('that are one’s own can be removed again', async () => {
    const backend = new FakeBackend();
    const own = { kind: 'order', name: '会员号', pattern: 'M-\\d+', enabled: true };
    await backend.saveEntityRules({ off: [], own: [own] });
    render(App, { backend });
    await openRules();
    await click('rule-remove');
    await waitFor(() => expect(rule('会员号')).toBeNull());
  });
});
