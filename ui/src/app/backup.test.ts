/** Backups, the audit log and the sign of a person, over the made-up engine. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BackupPlan, RestoreVault } from '../backend';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

function start(options: FakeOptions = {}, arrange: (backend: FakeBackend) => unknown = () => undefined) {
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
const go = async (testid: string) => {
  await waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));
  await click(testid);
};

async function openSheet(name: string) {
  await click('settings');
  await click(`open-${name}`);
  await appears(`${name}-sheet`);
}

const KEEP = { days: 7, weeks: 4, months: 12 };
const planned = (schedule: BackupPlan['schedule']) => (backend: FakeBackend) =>
  backend.place.plan({ folder: '/media/disk/backups', schedule, keep: KEEP });

describe('backup', () => {
  it('is planned: a folder, daily or not, how many are kept', async () => {
    const backend = start();
    await says('status-backup', '还没有备份');
    await click('status-backup');
    expect((await appears('backup-now')).hasAttribute('disabled'), 'there is no folder yet').toBe(true);
    await go('backup-pick');
    await says('backup-folder', '/home/user/证据');
    const days = (await appears('backup-keep-days')) as HTMLInputElement;
    days.value = '14';
    days.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(last<BackupPlan>(backend, 'setBackupPlan').keep.days).toBe(14));
    await go('backup-daily');
    await waitFor(() => expect(last<BackupPlan>(backend, 'setBackupPlan').schedule).toBe('daily'));
    expect(last<BackupPlan>(backend, 'setBackupPlan').keep, 'one change leaves the others').toEqual({
      ...KEEP,
      days: 14,
    });
  });

  it('refuses a number that keeps nothing', async () => {
    const backend = start({}, planned('off'));
    await openSheet('backup');
    const days = (await appears('backup-keep-days')) as HTMLInputElement;
    days.value = '0';
    days.dispatchEvent(new Event('change', { bubbles: true }));
    expect(days.value).toBe('7');
    expect(asked(backend, 'setBackupPlan')).toBe(0);
  });

  it('is taken with its figures, listed, and rehearsed', async () => {
    start({}, planned('off'));
    await openSheet('backup');
    await go('backup-now');
    await says('backup-report', '写入 31 个文件');
    await waitFor(() => expect(all('backup-snapshot')).toHaveLength(1));
    await go('backup-rehearse');
    await says('backup-rehearsed', '数量与哈希都一致');
    expect(all('backup-check')).toHaveLength(3);
    await says('status-backup', '上次备份');
  });

  it('can be cancelled, and says so', async () => {
    start({ pace: 5 }, planned('off'));
    await openSheet('backup');
    await go('backup-now');
    await click('job-cancel');
    await says('backup-sheet', '已取消备份');
  });

  it('is taken by itself where one is due', async () => {
    const backend = start({}, planned('daily'));
    await waitFor(() => expect(asked(backend, 'backUp')).toBe(1));
    await says('status-backup', '上次备份');
    expect((await appears('status-backup')).dataset.health).toBe('fine');
    expect(document.querySelector('dialog'), 'nobody is disturbed').toBeNull();
  });

  it('becomes a notice where it fails by itself, and a mark that leads to the sheet', async () => {
    start({}, (backend) => {
      planned('daily')(backend);
      backend.place.absent = true;
    });
    await says('toasts', '也许硬盘没有接上');
    expect(document.querySelector('dialog'), 'it is never a window over the work').toBeNull();
    await says('status-backup', '上次备份没有成功');
    await click('status-backup');
    await says('backup-standing', '不能用于备份');
  });
});

describe('restoring', () => {
  const folder = '/media/disk/backups';

  it('asks for the folder, its password and which, and opens what came of it', async () => {
    const backend = start({ state: 'absent' }, (one) => {
      one.folder = folder;
      one.place.take(folder, { messages: 214, conversations: 17 });
      one.place.take(folder, { messages: 220, conversations: 17 });
    });
    await click('door-restore');
    await click('restore-pick');
    type(await appears('restore-password'), 'not the password');
    await go('restore-read');
    await waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('密码不对'));
    type(await appears('restore-password'), 'yanju-demo');
    await go('restore-read');
    const choice = (await appears('restore-snapshot')) as HTMLSelectElement;
    expect(choice.textContent).toContain('220 条消息');
    await go('restore-submit');
    await appears('library');
    expect(last<RestoreVault>(backend, 'restoreVault')).toMatchObject({ backup: folder, to: null });
  });
});

describe('the audit log', () => {
  it('says each act as a sentence, the latest first, and unfolds what lies behind', async () => {
    start();
    await openSheet('log');
    const first = await appears('log-entry');
    expect(first.textContent).toContain('检查了保险库：每一部分都完好');
    const exported = await waitFor(() => {
      const found = all('log-entry').find((one) => one.textContent?.includes('导出了文书'));
      if (!found) throw new Error('the export is not there yet');
      return found;
    });
    expect(exported.textContent).toContain('导出了文书 YJ-20231122-0007：214 条消息，不完整');
    exported.querySelector('button')?.click();
    await waitFor(() => expect(exported.textContent).toContain('/home/user/证据/言据-2023-08.docx'));
    expect(exported.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('holds only what is in view, however long it is', async () => {
    const backend = start();
    await openSheet('log');
    await appears('log-entry');
    expect(all('log-entry').length).toBeLessThan(60);
    expect((await backend.readLog({ offset: 0, limit: 1 })).total).toBeGreaterThan(300);
  });

  it('is offered where somebody tried to open the vault in vain', async () => {
    start({ failedAttempts: 3 });
    await says('toasts', '有 3 次没能打开');
    await click('toast-action');
    await appears('log-sheet');
  });
});

describe('the sign of a person', () => {
  it('reaches the engine once in a while, however much is typed', async () => {
    const backend = start();
    await appears('conversation-row');
    for (let n = 0; n < 20; n += 1) press(document.body, 'q');
    expect(asked(backend, 'noteActivity')).toBe(1);
  });
});
