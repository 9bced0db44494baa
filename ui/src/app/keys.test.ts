/** Keys and focus: what acts where, and what is kept while one types. */
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
  render(App, { backend });
  (await appears('conversation-row')).click();
  await appears('reading-title');
});

const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const asked = (name: string) => backend.calls.filter(([call]) => call === name);
const title = async () => (await appears('reading-title')).textContent;
const tags = () => all('tag').map((tag) => tag.textContent?.trim());

describe('undoing', () => {
  it('works right after a keyword, where the field is empty again', async () => {
    const input = await appears('tag-input');
    type(input, '重要');
    await tick();
    press(input, 'Enter');
    await waitFor(() => expect(tags()).toContain('重要'));
    expect(press(input, 'z', { ctrlKey: true }), 'the window takes the key').toBe(false);
    await waitFor(() => expect(tags()).not.toContain('重要'));
  });

  it('leaves the field its own undo while something in it is not stored', async () => {
    const note = await appears('note-input');
    type(note, '还没写完');
    expect(press(note, 'z', { ctrlKey: true }), 'the field takes the key').toBe(true);
  });

  it('is offered by the latest notice only', async () => {
    (await appears('star')).click();
    await waitFor(() => expect(all('toast-action')).toHaveLength(1));
    (await appears('star')).click();
    await waitFor(async () => expect((await appears('toasts')).querySelectorAll('.toast')).toHaveLength(2));
    expect(all('toast-action'), 'an older one would take back the newer act').toHaveLength(1);
    const select = (await appears('category-select')) as HTMLSelectElement;
    expect(press(select, 'z', { ctrlKey: true }), 'a menu of choices is not text').toBe(false);
    const undone = t('toast.undone', { act: t('act.set_star') });
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain(undone));
    expect(all('toast-action')).toHaveLength(0);
  });
});

describe('what is being typed', () => {
  it('outlives a refresh', async () => {
    const note = (await appears('note-input')) as HTMLTextAreaElement;
    type(note, '客户说');
    (await appears('star')).click();
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain('星标'));
    expect(note.isConnected && note.value, 'the act refreshed everything').toBe('客户说');
  });

  it('is stored before the vault is locked', async () => {
    const note = await appears('note-input');
    type(note, '锁定之前写的');
    let lockedAfter: unknown[] = [];
    const lock = backend.lockVault.bind(backend);
    backend.lockVault = () => {
      lockedAfter = asked('annotate');
      return lock();
    };
    press(note, 'l', { ctrlKey: true });
    await appears('unlock-password');
    expect(lockedAfter).toHaveLength(1);
  });
});

describe('a problem of locking', () => {
  it('is said', async () => {
    backend.lockVault = () => Promise.reject({ code: 'internal', params: {}, detail: '' });
    (await appears('lock')).click();
    await waitFor(async () => expect((await appears('toasts')).querySelectorAll('.toast')).toHaveLength(1));
  });
});

describe('what lies over the library', () => {
  it('keeps the keys of the list away while dates are chosen', async () => {
    const before = await title();
    (await appears('preset-custom')).click();
    await appears('custom-dates');
    expect(press(document.body, 'j'), 'nothing beneath takes the key').toBe(true);
    expect(await title()).toBe(before);
  });

  it('closes the settings on Esc and gives the focus back', async () => {
    const opener = await appears('settings');
    opener.click();
    const dark = await appears('theme-dark');
    dark.focus();
    expect(press(dark, 'j'), 'the list does not take the key').toBe(true);
    press(dark, 'Escape');
    await waitFor(() => expect(all('theme-dark')).toHaveLength(0));
    expect(document.activeElement).toBe(opener);
  });

  it('is gone before a command of the palette runs', async () => {
    press(document.body, 'k', { ctrlKey: true });
    const input = await appears('palette-input');
    type(input, t('command.search'));
    press(input, 'Enter');
    await waitFor(async () => expect(document.activeElement).toBe(await appears('search-input')));
    expect(document.querySelector('dialog[open]')).toBeNull();
  });
});

describe('reading', () => {
  it('scrolls from a button in the conversation instead of opening the next one', async () => {
    const before = await title();
    const time = (await appears('message')).querySelector<HTMLElement>('[data-select]');
    time?.focus();
    time?.click();
    await waitFor(async () => expect((await appears('inspect-scope')).textContent).toContain('所选'));
    if (time) press(time, 'ArrowDown');
    expect(await title()).toBe(before);
    expect((await appears('inspect-scope')).textContent, 'the selection stays').toContain('所选');
  });

  it('begins a search in the conversation with the words that led there', async () => {
    type(await appears('search-input'), '未收到包裹');
    await waitFor(async () => expect((await appears('totals')).textContent).toContain('6'));
    (await appears('conversation-row')).click();
    await appears('reading-title');
    press(document.body, 'f', { ctrlKey: true });
    const find = (await appears('find-input')) as HTMLInputElement;
    expect(find.value).toBe('未收到包裹');
    await waitFor(async () => expect((await appears('find-count')).textContent?.trim()).toBe('1 / 1'));
    (await appears('search-input')).focus();
    press(document.body, 'f', { ctrlKey: true });
    await waitFor(() => expect(document.activeElement, 'pressed again it has the focus').toBe(find));
  });

  it('marks what the engine found, whatever its width', async () => {
    type(await appears('search-input'), '误扫描');
    await waitFor(async () => expect((await appears('totals')).textContent).toContain('1 个会话'));
    (await appears('conversation-row')).click();
    await waitFor(async () => expect(await title()).toContain('物流延误'));
    press(document.body, 'f', { ctrlKey: true });
    type(await appears('find-input'), 'ＹＤＨ');
    await waitFor(() =>
      expect(
        [...document.querySelectorAll('[data-testid=message] mark')].map((m) => m.textContent),
      ).toContain('YDH'),
    );
  });

  it('does not say that there is nothing before the answer, nor after a fault', async () => {
    let fail: (reason: unknown) => void = () => undefined;
    backend.findInConversation = () => new Promise((_, reject) => (fail = reject));
    press(document.body, 'f', { ctrlKey: true });
    type(await appears('find-input'), '包裹');
    await waitFor(async () =>
      expect((await appears('find-count')).textContent?.trim()).toBe(t('find.pending')),
    );
    await new Promise(requestAnimationFrame);
    fail({ code: 'internal', params: {}, detail: '' });
    await waitFor(async () =>
      expect((await appears('find-count')).textContent?.trim()).toBe(t('find.failed')),
    );
  });

  it('tells of every file a conversation came from', async () => {
    const detail = backend.conversationDetail.bind(backend);
    backend.conversationDetail = async (id) => {
      const of = await detail(id);
      const again = of.sources.map((one) => ({
        ...one,
        id: `${one.id}0`,
        name: '第二份.txt',
        sha256: one.sha256.replace(/^./, 'x'),
      }));
      return { ...of, sources: [...of.sources, ...again] };
    };
    press(document.body, 'j');
    await waitFor(() => expect(all('source-file')).toHaveLength(2));
    expect(all('source-file')[1]?.textContent).toContain('第二份.txt');
  });
});

describe('the list', () => {
  it('keeps no cursor on another conversation when the open one leaves it', async () => {
    (await appears('nav-starred')).click();
    await waitFor(() =>
      expect(asked('findConversations').map(([, of]) => (of as { query: string }).query)).toContain(
        'is:starred',
      ),
    );
    await waitFor(() => expect(all('conversation-row').length).toBeLessThan(10));
    all('conversation-row')[1]?.click();
    await waitFor(() => expect(all('conversation-row')[1]?.getAttribute('aria-current')).toBe('true'));
    await waitFor(async () => expect(await title()).toBeTruthy());
    const next = all('conversation-row')[2]?.dataset.id;
    (await appears('star')).click();
    await waitFor(() => expect(all('conversation-row')[1]?.dataset.id).toBe(next));
    await waitFor(() =>
      expect(all('conversation-row').every((row) => row.getAttribute('aria-current') === null)).toBe(true),
    );
    press(document.body, 'j');
    await waitFor(() =>
      expect(all('conversation-row')[1]?.getAttribute('aria-current'), 'moving goes on from there').toBe(
        'true',
      ),
    );
  });
});

describe('the categories', () => {
  it('say beside the field that a name is taken, and keep it', async () => {
    (await appears('edit-categories')).click();
    const input = (await appears('category-new')) as HTMLInputElement;
    type(input, '支付问题');
    press(input, 'Enter');
    const editor = await appears('category-editor');
    await waitFor(() =>
      expect(editor.querySelector('[role=alert]')?.textContent).toContain('已经有同名的了'),
    );
    expect(input.value).toBe('支付问题');
  });

  it('are removed only after the count was seen', async () => {
    (await appears('edit-categories')).click();
    const rows = (await appears('category-row'), all('category-row')).length;
    (await appears('category-remove')).click();
    expect((await appears('category-row')).textContent).toMatch(/有 \d+ 个会话用到它/);
    expect(all('category-row')).toHaveLength(rows);
    (await appears('category-remove-confirm')).click();
    await waitFor(() => expect(all('category-row')).toHaveLength(rows - 1));
  });
});

describe('the palette', () => {
  it('finds commands by their pinyin', async () => {
    press(document.body, 'k', { ctrlKey: true });
    const input = await appears('palette-input');
    type(input, 'dc');
    const names = () =>
      [...document.querySelectorAll('[data-testid=palette] [role=option] bdi')].map(
        (name) => name.textContent,
      );
    await waitFor(() => expect(names()).toEqual([t('command.export'), t('command.howto')]));
  });
});
