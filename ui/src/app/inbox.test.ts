/** The in-box and the expiry radar over the made-up engine: what lands, what fails, what expires. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportRequest, SetInbox, SetRetention } from '../backend';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

function start(options: FakeOptions = {}, arrange: (backend: FakeBackend) => void = () => undefined) {
  const backend = new FakeBackend(options);
  arrange(backend);
  render(App, { backend });
  return backend;
}

const click = async (testid: string) => (await appears(testid)).click();
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const last = <T>(backend: FakeBackend, name: string) =>
  backend.calls.findLast(([call]) => call === name)?.[1] as T;
const asked = (backend: FakeBackend, name: string) => backend.calls.filter(([call]) => call === name).length;
const says = (testid: string, text: string) =>
  waitFor(async () => expect((await appears(testid)).textContent).toContain(text));
const enabled = (testid: string) =>
  waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));
const go = async (testid: string) => {
  await enabled(testid);
  await click(testid);
};
const gone = (testid: string) => waitFor(() => expect(all(testid)).toEqual([]));
const FAILED = {
  path: '/home/user/文档/言据收件箱/WhatsApp.txt',
  error: { code: 'ambiguous_dates', params: { file: 'WhatsApp.txt' }, detail: '' },
} as const;

async function openSheet(name: string) {
  await click('settings');
  await click(`open-${name}`);
  await appears(`${name}-sheet`);
}

describe('a new vault', () => {
  const create = async () => {
    await click('door-create');
    type(await appears('create-password'), '马 电池 订书钉 正确');
    type(await appears('create-password-again'), '马 电池 订书钉 正确');
    await click('create-understood');
  };

  it('watches the in-box from the beginning, where nothing else is said', async () => {
    const backend = start({ state: 'absent' }, (one) => (one.box.on = false));
    await create();
    await says('create-inbox-folder', '/home/user/文档/言据收件箱');
    await go('create-submit');
    await appears('recovery-offer');
    expect(last<SetInbox>(backend, 'setInbox')).toEqual({ folder: '/home/user/文档/言据收件箱', on: true });
  });

  it('takes another folder, or none', async () => {
    const backend = start({ state: 'absent' }, (one) => (one.box.on = false));
    await create();
    await click('create-inbox-pick');
    await says('create-inbox-folder', '/home/user/证据');
    await click('create-inbox');
    await gone('create-inbox-folder');
    await go('create-submit');
    await appears('recovery-offer');
    expect(asked(backend, 'setInbox'), 'it stays off').toBe(0);
  });
});

describe('the in-box', () => {
  it('is quiet where it is well, and looks when the vault is opened', async () => {
    const backend = start();
    await waitFor(() => expect(asked(backend, 'lookIntoInbox')).toBe(1));
    await appears('conversation-row');
    expect(all('status-inbox')).toEqual([]);
  });

  it('imports what lands, and says how much', async () => {
    const backend = start();
    await waitFor(() => expect(asked(backend, 'lookIntoInbox')).toBe(1));
    const before = asked(backend, 'overview');
    backend.box.landed = [12];
    await waitFor(() => {
      backend.land();
      expect(asked(backend, 'lookIntoInbox')).toBeGreaterThan(1);
    });
    await says('toasts', '导入了 12 条新消息');
    expect(asked(backend, 'overview'), 'the library follows').toBeGreaterThan(before);
    expect(document.querySelector('dialog'), 'nobody is disturbed').toBeNull();
  });

  it('shows what failed with its sentence, and leads to importing it by hand', async () => {
    const backend = start({}, (one) => (one.box.unknown = [structuredClone(FAILED)]));
    await says('toasts', '有 1 个文件没能导入');
    await says('status-inbox', '收件箱有文件没能导入');
    await click('status-inbox');
    await says('inbox-failure', '不止一种读法');
    await click('inbox-by-hand');
    await waitFor(() => expect(last<ImportRequest>(backend, 'previewImport').paths).toEqual([FAILED.path]));
  });

  it('tells of the same failure once, however often somebody looks', async () => {
    const backend = start({}, (one) => (one.box.unknown = [structuredClone(FAILED)]));
    await says('toasts', '没能导入');
    await openSheet('inbox');
    await go('inbox-now');
    await waitFor(() => expect(last(backend, 'lookIntoInbox')).toBe('again'));
    await enabled('inbox-now');
    expect((await appears('toasts')).querySelectorAll('.toast')).toHaveLength(1);
  });

  it('bears a mark while it is off or cannot be reached', async () => {
    const backend = start({}, (one) => (one.box.on = false));
    await says('status-inbox', '收件箱未开启');
    await click('status-inbox');
    await go('inbox-on');
    await waitFor(async () => expect((await appears('inbox-standing')).dataset.health).toBe('fine'));
    await gone('status-inbox');
    backend.box.away = true;
    await go('inbox-now');
    await says('inbox-standing', '文件夹打不开');
    await says('status-inbox', '收件箱打不开');
  });

  it('can be moved', async () => {
    const backend = start();
    await openSheet('inbox');
    await go('inbox-pick');
    await says('inbox-folder', '/home/user/证据');
    expect(last<SetInbox>(backend, 'setInbox')).toEqual({ folder: '/home/user/证据', on: true });
  });

  it('has no place in the demo', async () => {
    const backend = start({ demo: true }, (one) => (one.box.on = false));
    await appears('conversation-row');
    expect(all('status-inbox')).toEqual([]);
    expect(asked(backend, 'lookIntoInbox')).toBe(0);
  });
});

describe('the expiry radar', () => {
  const near = (backend: FakeBackend) => {
    backend.expiry.ages = [
      ['pinduoduo', 28, { days: 31, final_days: null }],
      ['jd', 3, { days: 31, final_days: 395 }],
    ];
  };

  it('is nowhere to be seen while nothing is near', async () => {
    start();
    await appears('conversation-row');
    expect(all('radar-due')).toEqual([]);
  });

  it('reminds once, and stands in the sidebar until it is dealt with', async () => {
    const backend = start({}, near);
    await says('toasts', '拼多多的新聊天记录还剩 3 天');
    await waitFor(() => expect(all('radar-due-row')).toHaveLength(1));
    expect((await appears('radar-due-row')).dataset.level).toBe('3');
    expect(await backend.radarReminders(), 'it was told').toEqual([]);
    await click('radar-due-row');
    await appears('radar-sheet');
    expect(all('radar-source')).toHaveLength(2);
  });

  it('takes another number of days, and the preset back', async () => {
    const backend = start({}, near);
    await openSheet('radar');
    const days = (await appears('radar-days')) as HTMLInputElement;
    days.value = '60';
    days.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() =>
      expect(last<SetRetention>(backend, 'setRetention')).toEqual({
        platform: 'pinduoduo',
        retention: { days: 60, final_days: null },
      }),
    );
    await gone('radar-due');
    await click('radar-reset');
    await appears('radar-due');
  });

  it('refuses what is no number of days, and says what is', async () => {
    start({}, near);
    await openSheet('radar');
    const days = (await appears('radar-days')) as HTMLInputElement;
    days.value = '0';
    days.dispatchEvent(new Event('change', { bubbles: true }));
    await says('radar-sheet', '请填 1 到 3660 的天数');
    expect(days.value).toBe('31');
  });
});
