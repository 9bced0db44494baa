/** The library as a person uses it, over the made-up engine. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../backend/fake';
import { setLanguage, t } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

let backend: FakeBackend;
beforeEach(() => {
  setLanguage('zh-CN');
  backend = new FakeBackend();
  render(App, { backend });
});

const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const queries = () =>
  backend.calls
    .filter(([name]) => name === 'findConversations')
    .map(([, of]) => (of as { query: string }).query);
const options = () =>
  [...document.querySelectorAll('[role=listbox].open [role=option]')].map((option) =>
    option.textContent?.replace(/\s+/g, ' ').trim(),
  );
const totals = async () => (await appears('totals')).textContent;

async function search(text: string): Promise<HTMLElement> {
  const input = await appears('search-input');
  type(input, text);
  await waitFor(() => expect(queries().at(-1)).toBe(text.trim()));
  return input;
}

async function openFirst(): Promise<void> {
  (await appears('conversation-row')).click();
  await appears('reading-title');
}

describe('searching', () => {
  it('does nothing while an input method composes, and Enter then submits nothing', async () => {
    const input = (await appears('search-input')) as HTMLInputElement;
    await waitFor(() => expect(queries()).toEqual(['']));
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    for (const letters of ['w', 'we', "we'i", "we'i'shou"]) type(input, letters);
    press(input, 'Enter', { isComposing: true });
    expect(
      press(input, 'Enter', { keyCode: 229 } as KeyboardEventInit),
      'the Enter is the input method’s',
    ).toBe(true);
    await appears('conversation-row');
    expect(queries(), 'letters of a composition are never searched').toEqual(['']);
    expect(backend.calls.some(([name]) => name === 'suggest')).toBe(false);
    input.value = '未收到';
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await waitFor(() => expect(queries()).toEqual(['', '未收到']));
  });

  it('turns filters into chips and back into the same text', async () => {
    const input = await search('on:dingtalk -tag:退款 date:2023-08 未收到包裹');
    press(input, 'Enter');
    await waitFor(() =>
      expect(all('chip').map((chip) => chip.dataset.query)).toEqual([
        'on:dingtalk',
        '-tag:退款',
        'date:2023-08',
      ]),
    );
    expect((input as HTMLInputElement).value).toBe('未收到包裹');
    expect(all('chip').map((chip) => chip.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      '平台 钉钉',
      '非 关键词 退款',
      '日期 2023年8月',
    ]);
    await waitFor(() => expect(queries().at(-1)).toBe('on:dingtalk -tag:退款 date:2023-08 未收到包裹'));
  });

  it('removes the last chip on Backspace, and negates one that is pressed', async () => {
    const input = await search('on:dingtalk tag:退款 ');
    await waitFor(() => expect(all('chip')).toHaveLength(2));
    press(input, 'Backspace');
    await waitFor(() => expect(all('chip')).toHaveLength(1));
    all('chip')[0]?.querySelector<HTMLElement>('button.value')?.click();
    await waitFor(() => expect(queries().at(-1)).toBe('-on:dingtalk'));
  });

  it('takes a suggestion in place of the word being typed', async () => {
    const input = await search('退款 小林');
    await waitFor(() =>
      expect(document.querySelectorAll('[role=listbox].open [role=option]').length).toBeGreaterThan(0),
    );
    press(input, 'ArrowDown');
    await waitFor(() => expect(input.getAttribute('aria-activedescendant')).toBeTruthy());
    press(input, 'Enter');
    await waitFor(() => expect(all('chip').map((chip) => chip.dataset.query)).toEqual(['from:客服・小林']));
    expect((input as HTMLInputElement).value.trim()).toBe('退款');
  });

  it('offers filters while their name is typed, and only their values behind the colon', async () => {
    const input = (await search('退款 fjr')) as HTMLInputElement;
    await waitFor(() => expect(options()).toEqual(['筛选 发件人:']));
    press(input, 'ArrowDown');
    press(input, 'Enter');
    await waitFor(() => expect(input.value, 'it waits for its value').toBe('退款 发件人:'));
    type(input, '退款 发件人:xl');
    await waitFor(() => expect(options()).toEqual(['发件人 客服・小林']));
    expect(document.querySelector('[role=listbox].open mark')?.textContent).toBe('小林');
    press(input, 'ArrowDown');
    press(input, 'Enter');
    await waitFor(() => expect(all('chip').map((chip) => chip.dataset.query)).toEqual(['from:客服・小林']));
    await waitFor(() => expect(input.value.trim()).toBe('退款'));
  });

  it('takes the minus before a suggestion for its negation, and one of alternatives as text', async () => {
    const input = (await search('-sgy')) as HTMLInputElement;
    await waitFor(() => expect(options()).toEqual(['日期 上个月']));
    press(input, 'ArrowDown');
    press(input, 'Enter');
    await waitFor(() => expect(all('chip').map((chip) => chip.dataset.query)).toEqual(['-date:上个月']));
    type(input, '退款 OR from:xl');
    await waitFor(() => expect(options()).toEqual(['发件人 客服・小林']));
    press(input, 'ArrowDown');
    press(input, 'Enter');
    await waitFor(() => expect(input.value).toBe('退款 OR from:客服・小林 '));
  });

  it('keeps the list and says why when a query is not understood', async () => {
    await search('未收到包裹');
    await waitFor(async () => expect(await totals()).toContain('6'));
    await search('未收到包裹 from:');
    expect((await appears('query-problem')).textContent).toContain('冒号后面缺少内容');
    expect((await appears('query-place')).querySelector('mark')?.textContent, 'behind the colon').toBe('…');
    expect(await totals()).toContain('6');
    expect((await appears('stale')).textContent, 'what is shown is of the search before').toBeTruthy();
    await search('未收到包裹 from:客服');
    await waitFor(() => expect(all('stale')).toHaveLength(0));
  });

  it('never says that nothing is found where nothing was understood', async () => {
    await search('不存在的词');
    await appears('state-none');
    await search('不存在的词 from:');
    await appears('state-misread');
    expect(all('state-none')).toHaveLength(0);
  });

  it('says what to do when nothing is found', async () => {
    await search('不存在的词');
    (await appears('state-none')).querySelector('button')?.click();
    await waitFor(() => expect(queries().at(-1)).toBe(''));
  });
});

describe('organising', () => {
  it('attaches a keyword and takes it back from the notice', async () => {
    await openFirst();
    const input = await appears('tag-input');
    type(input, '重要');
    press(input, 'Enter');
    await waitFor(() => expect(all('tag').map((tag) => tag.textContent?.trim())).toContain('重要'));
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain('添加关键词'));
    (await appears('toast-action')).click();
    await waitFor(() => expect(all('tag').map((tag) => tag.textContent?.trim())).not.toContain('重要'));
    const undone = t('toast.undone', { act: t('act.add_tag') });
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain(undone));
  });

  it('does not attach what an input method is still composing', async () => {
    await openFirst();
    const input = await appears('tag-input');
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    type(input, 'zhong');
    press(input, 'Enter', { isComposing: true });
    expect(backend.calls.some(([name]) => name === 'annotate')).toBe(false);
  });

  it('works on the selected messages when some are selected', async () => {
    await openFirst();
    const message = await appears('message');
    message.querySelector<HTMLElement>('[data-select]')?.click();
    await waitFor(async () => expect((await appears('inspect-scope')).textContent).toContain('所选'));
    (await appears('star')).click();
    await waitFor(() => expect(backend.calls.at(-1)?.[0]).toBeTruthy());
    const act = backend.calls.findLast(([name]) => name === 'annotate')?.[1] as { targets: string[] };
    expect(act.targets[0]).toMatch(/^m\d+$/);
  });

  it('undoes and redoes with the keys', async () => {
    await openFirst();
    (await appears('star')).click();
    await waitFor(async () => expect((await appears('star')).getAttribute('aria-pressed')).toBe('true'));
    press(document.body, 'z', { ctrlKey: true });
    await waitFor(async () => expect((await appears('star')).getAttribute('aria-pressed')).toBe('false'));
    press(document.body, 'Z', { ctrlKey: true, shiftKey: true });
    await waitFor(async () => expect((await appears('star')).getAttribute('aria-pressed')).toBe('true'));
  });
});

describe('reading', () => {
  it('finds in the conversation and steps from place to place', async () => {
    await search('未收到包裹');
    await openFirst();
    press(document.body, 'f', { ctrlKey: true });
    const find = await appears('find-input');
    type(find, '包裹');
    await waitFor(async () =>
      expect((await appears('find-count')).textContent?.trim()).toMatch(/^1 \/ [2-9]$/),
    );
    press(find, 'Enter');
    await waitFor(async () => expect((await appears('find-count')).textContent?.trim()).toMatch(/^2 \/ /));
  });

  it('moves along the list with J and K', async () => {
    await appears('conversation-row');
    press(document.body, 'j');
    const first = (await appears('reading-title')).textContent;
    press(document.body, 'j');
    await waitFor(async () => expect((await appears('reading-title')).textContent).not.toBe(first));
    press(document.body, 'k');
    await waitFor(async () => expect((await appears('reading-title')).textContent).toBe(first));
  });
});

describe('the frame', () => {
  it('sets and clears a chip from the sidebar', async () => {
    (await appears('nav-starred')).click();
    await waitFor(() => expect(queries().at(-1)).toBe('is:starred'));
    (await appears('nav-all')).click();
    await waitFor(() => expect(queries().at(-1)).toBe(''));
  });

  it('switches the language at once', async () => {
    await appears('conversation-row');
    setLanguage('en');
    await waitFor(async () => expect((await appears('import')).textContent?.trim()).toBe('Import'));
  });

  it('leaves nothing of the records in the window when it is locked', async () => {
    await openFirst();
    (await appears('lock')).click();
    await appears('unlock-password');
    expect(document.body.textContent).not.toContain('客服');
  });

  it('finds commands and people in the palette', async () => {
    await appears('conversation-row');
    press(document.body, 'k', { ctrlKey: true });
    const input = await appears('palette-input');
    type(input, '小林');
    await waitFor(() =>
      expect(document.querySelector('[data-testid=palette] [role=option]')?.textContent).toContain(
        '客服・小林',
      ),
    );
    press(input, 'Enter');
    await waitFor(() => expect(queries().at(-1)).toBe('from:客服・小林'));
  });
});
