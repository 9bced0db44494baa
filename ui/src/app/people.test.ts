/** Two participants said to be one person, by pointer and by keys, over the made-up engine. */
import { render, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../backend/fake';
import { madeVault } from '../backend/fake/vault';
import { setLanguage, t } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

let backend: FakeBackend;
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const names = () =>
  all('person').map((person) => person.querySelector('.name bdi')?.textContent?.trim() ?? '');
const asked = () => backend.calls.filter(([name]) => name === 'samePerson').map(([, of]) => of);
const choices = () => all('same-choice').map((choice) => choice.querySelector('bdi')?.textContent?.trim());

async function open(threads = madeVault()): Promise<void> {
  backend = new FakeBackend({ threads });
  render(App, { backend });
  (await appears('conversation-row')).click();
  await appears('person');
}

beforeEach(() => setLanguage('zh-CN'));

describe('saying that two are one person', () => {
  it('joins the one chosen to the one whose row it is, and can be undone', async () => {
    await open();
    const [first = '', second = ''] = names();
    const counts = () => all('person').map((person) => Number(person.querySelector('.figure')?.textContent));
    const both = (counts()[0] ?? 0) + (counts()[1] ?? 0);
    all('same-person')[0]?.click();
    await waitFor(() => expect(choices(), 'all others, as they stand').toEqual(names().slice(1)));
    all('same-choice')[0]?.click();
    await waitFor(() => expect(all('joined')).toHaveLength(1));
    expect(asked()).toHaveLength(1);
    expect(names()[0]).toBe(first);
    expect(names(), 'the other stands under that name').not.toContain(second);
    expect(all('joined')[0]?.textContent).toContain(second);
    expect(counts()[0]).toBe(both);
    await waitFor(() =>
      expect(all('stated-sender')[0]?.textContent, 'a message keeps the name in the source').toContain(
        second,
      ),
    );
    expect((await appears('toasts')).textContent).toContain(t('act.join_people'));
    press(document.body, 'z', { ctrlKey: true });
    await waitFor(() => expect(all('joined')).toHaveLength(0));
    expect(names()).toContain(second);
    press(document.body, 'Z', { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(all('joined')).toHaveLength(1));
  });

  it('separates them again', async () => {
    await open();
    const before = [...names()].sort();
    all('same-person')[0]?.click();
    (await appears('same-choice')).click();
    (await appears('separate')).click();
    await waitFor(() => expect(all('joined')).toHaveLength(0));
    expect([...names()].sort()).toEqual(before);
    expect(asked().at(-1)).toMatchObject({ kept: null });
  });

  it('is a menu of keys, which Escape leaves', async () => {
    await open();
    const opener = all('same-person')[0]!;
    opener.focus();
    opener.click();
    await waitFor(() => expect(document.activeElement).toBe(all('same-choice')[0]));
    expect(opener.getAttribute('aria-expanded')).toBe('true');
    press(document.activeElement as HTMLElement, 'End');
    expect(document.activeElement).toBe(all('same-choice').at(-1));
    press(document.activeElement as HTMLElement, 'ArrowDown');
    expect(document.activeElement, 'round the end').toBe(all('same-choice')[0]);
    const title = (await appears('reading-title')).textContent;
    press(document.activeElement as HTMLElement, 'j');
    expect((await appears('reading-title')).textContent, 'the list does not move').toBe(title);
    press(document.activeElement as HTMLElement, 'Escape');
    await waitFor(() => expect(all('same-choice')).toHaveLength(0));
    expect(document.activeElement).toBe(opener);
    expect(asked(), 'nothing was said').toEqual([]);
  });

  it('finds one of many by name', async () => {
    const threads = madeVault();
    const people = Array.from({ length: 40 }, (_, i) => ({
      id: `p${9000 + i}`,
      name: `群友${i}`,
      key: i === 0 ? 'wxid_lamp' : null,
      role: 'unknown',
      messages: 40 - i,
      joined: [],
    }));
    for (const thread of threads) thread.detail.row.participants = structuredClone(people);
    await open(threads);
    expect(names()).toHaveLength(6);
    expect(
      all('person-key').map((key) => key.textContent),
      'what the source calls them',
    ).toEqual(['wxid_lamp']);
    (await appears('people-more')).click();
    await waitFor(() => expect(names()).toHaveLength(40));
    all('same-person')[0]?.click();
    type(await appears('same-find'), '群友37');
    await waitFor(() => expect(choices()).toEqual(['群友37']));
    press(await appears('same-find'), 'ArrowDown');
    expect(document.activeElement).toBe(all('same-choice')[0]);
    all('same-choice')[0]?.click();
    await waitFor(() => expect(asked()).toEqual([{ participants: ['p9037'], kept: 'p9000' }]));
  });

  it.each(['zh-CN', 'en'] as const)('has no serious finding of axe in %s', async (language) => {
    setLanguage(language);
    await open();
    all('same-person')[0]?.click();
    (await appears('same-choice')).click();
    await appears('joined');
    all('same-person')[0]?.click();
    await waitFor(() => expect(choices().length).toBeGreaterThanOrEqual(0));
    const { violations } = await axe.run(await appears('people'), {
      rules: { 'color-contrast': { enabled: false } },
    });
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
