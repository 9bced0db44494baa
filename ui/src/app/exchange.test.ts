/** Importing, exporting and the ways into a vault, over the made-up engine. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import type { ExportRequest } from '../backend';
import { setLanguage } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

function start(options: FakeOptions = {}): FakeBackend {
  const backend = new FakeBackend(options);
  render(App, { backend });
  return backend;
}

const last = <T>(backend: FakeBackend, name: string) =>
  backend.calls.findLast(([call]) => call === name)?.[1] as T;
const click = async (testid: string) => (await appears(testid)).click();
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const asked = (backend: FakeBackend, name: string) => backend.calls.filter(([call]) => call === name).length;
const close = (testid: string) =>
  document.querySelector<HTMLElement>(`[data-testid="${testid}"] .close`)?.click();
const choose = (select: HTMLElement, value: string) => {
  (select as HTMLSelectElement).value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const paste = (target: HTMLElement, text: string) => {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  target.dispatchEvent(Object.assign(event, { clipboardData: { getData: () => text } }));
};
const enabled = (testid: string) =>
  waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));

/** Confirms the export that is chosen with the vault's password. */
async function exportNow() {
  await enabled('export-confirm');
  await click('export-confirm');
  type(await appears('confirm-password'), 'yanju-demo');
  await enabled('confirm-submit');
  await click('confirm-submit');
}

describe('importing', () => {
  it('previews each file, with errors as sentences that name the file and the place', async () => {
    start();
    await click('import');
    await click('import-pick-files');
    await appears('import-file');
    const files = [...document.querySelectorAll<HTMLElement>('[data-testid=import-file]')];
    expect(files.map((file) => file.dataset.state)).toEqual(['good', 'failed', 'failed']);
    expect(files[0]?.textContent).toContain('第 17 行');
    expect(files[0]?.textContent).toContain('12 条已在保险库里');
    expect(files[0]?.querySelector('[data-testid=import-platforms]')?.textContent).toBe('千牛・旺旺');
    expect(files[0]?.textContent).toContain('5 个附件中有 2 个只有名称');
    expect(files[2]?.textContent).toContain('文件 broken.json 在 第 41 行 处已损坏');
  });

  it('asks for the order of dates only when it is ambiguous, and reads again', async () => {
    const backend = start();
    backend.picks = ['/x/clear.json'];
    await click('import');
    await click('import-pick-files');
    await appears('import-file');
    expect(document.querySelector('[data-testid=import-order]'), 'nothing is ambiguous here').toBeNull();
    backend.drop({ phase: 'dropped', paths: ['/x/whatsapp.txt'] });
    const order = await appears('import-order');
    const offered = [...order.querySelectorAll('input')].map(({ value }) => value);
    expect(offered, 'only those that the dates allow').toEqual(['dmy', 'mdy']);
    order.querySelector<HTMLInputElement>('[value=dmy]')?.click();
    await waitFor(() =>
      expect(last<{ options: { date_order: string } }>(backend, 'previewImport').options.date_order).toBe(
        'dmy',
      ),
    );
    await waitFor(() =>
      expect(
        all('import-file').map((file) => file.dataset.state),
        'what was dropped came beside what was there',
      ).toEqual(['good', 'good']),
    );
  });

  it('shows the columns of a table that nobody knows, and reads it as they are said to be', async () => {
    const backend = start();
    backend.picks = ['/x/codes.csv'];
    await click('import');
    await click('import-pick-files');
    expect((await appears('import-columns')).textContent).toContain('这盏灯还有货吗？');
    expect((await appears('import-confirm')).hasAttribute('disabled'), 'it cannot be read yet').toBe(true);
    choose(await appears('import-column-2'), 'text');
    await enabled('import-confirm');
    const asked = last<{ options: { columns: unknown[] } }>(backend, 'previewImport').options.columns;
    expect(asked).toEqual([{ names: ['a1', 'a2', 'a3'], meanings: ['time', null, 'text'] }]);
    choose(await appears('import-column-0'), 'text');
    await waitFor(() =>
      expect(
        last<{ options: { columns: unknown[] } }>(backend, 'previewImport').options.columns,
        'a meaning has one column',
      ).toEqual([{ names: ['a1', 'a2', 'a3'], meanings: ['text', null, null] }]),
    );
  });

  it('asks which format it is where several are as likely', async () => {
    const backend = start();
    backend.picks = ['/x/either.txt'];
    await click('import');
    await click('import-pick-files');
    const ask = await appears('import-candidates');
    expect((await appears('import-confirm')).hasAttribute('disabled'), 'nothing is guessed').toBe(true);
    ask.querySelector('button')?.click();
    await enabled('import-confirm');
    expect(last<{ options: { format: string } }>(backend, 'previewImport').options.format).toBe('qq_txt');
  });

  it('takes pasted text, from its field and from anywhere', async () => {
    const backend = start();
    await click('import');
    await click('import-paste');
    type(await appears('import-paste-text'), '小美 2024-05-02 09:03\n您好');
    await click('import-paste-read');
    await appears('import-file');
    const pasted = () => last<{ pasted: { name: string; text: string }[] }>(backend, 'previewImport').pasted;
    expect(pasted().map(({ text }) => text)).toEqual(['小美 2024-05-02 09:03\n您好']);
    expect(pasted()[0]?.name).toMatch(/^粘贴的聊天 \d{4}-\d\d-\d\d \d{6}\.txt$/);
    paste(document.body, 'second');
    await waitFor(() => expect(pasted(), 'it came beside what was there').toHaveLength(2));
    paste(await appears('import-title'), 'third');
    expect(pasted(), 'what is pasted into a field stays there').toHaveLength(2);
  });

  it('forgets what was pasted when its window is closed, and shows what was taken in where it is open', async () => {
    const backend = start();
    const pasted = () => last<{ pasted: { text: string }[] }>(backend, 'previewImport').pasted;
    await click('conversation-row');
    await appears('completeness');
    paste(document.body, 'first');
    await appears('import-file');
    close('import-dialog');
    paste(document.body, 'second');
    await appears('import-file');
    await waitFor(() => expect(pasted().map(({ text }) => text)).toEqual(['second']));
    close('import-dialog');
    await click('import');
    await appears('import-pick-files');
    expect(all('import-file'), 'nothing waits to be taken in').toEqual([]);
    await click('import-pick-files');
    await enabled('import-confirm');
    const opened = asked(backend, 'conversationDetail');
    await click('import-confirm');
    await appears('import-report');
    await waitFor(() =>
      expect(asked(backend, 'conversationDetail'), 'what is open is asked again').toBe(opened + 1),
    );
  });

  it('imports what can be read and reports the rest', async () => {
    const backend = start();
    await click('import');
    await click('import-pick-files');
    await enabled('import-confirm');
    await click('import-confirm');
    const report = await appears('import-report');
    expect(report.textContent).toContain('新存 154 条，重复 12 条');
    expect(report.textContent).toContain('2 个文件没能读取');
    expect(last<{ paths: string[] }>(backend, 'importFiles').paths).toHaveLength(3);
  });

  it('stops when it is cancelled, and says so', async () => {
    const backend = start({ pace: 5 });
    await click('import');
    await click('import-pick-files');
    await click('import-cancel');
    await waitFor(async () => expect((await appears('import-dialog')).textContent).toContain('已取消读取'));
    await click('import-pick-files');
    await enabled('import-confirm');
    const overviews = asked(backend, 'overview');
    await click('import-confirm');
    await click('import-cancel');
    await waitFor(async () =>
      expect((await appears('import-dialog')).textContent).toContain('已取消，什么都没有存入'),
    );
    await waitFor(() =>
      expect(asked(backend, 'overview'), 'what was stored shows').toBeGreaterThan(overviews),
    );
  });

  it('tells how it ended when its window was closed, and keeps the report', async () => {
    const backend = start({ pace: 5 });
    await click('import');
    await click('import-pick-files');
    await enabled('import-confirm');
    await click('import-confirm');
    await appears('import-cancel');
    const overviews = asked(backend, 'overview');
    close('import-dialog');
    await click('import');
    await appears('import-cancel');
    close('import-dialog');
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain('导入完成'));
    expect(asked(backend, 'overview'), 'the library shows what came').toBeGreaterThan(overviews);
    await click('toast-action');
    await appears('import-report');
    await click('import-done');
    await click('import');
    await appears('import-pick-files');
  });

  it('says so when files are dropped that cannot be taken', async () => {
    const backend = start({ pace: 5 });
    await click('import');
    await click('import-pick-files');
    await enabled('import-confirm');
    await click('import-confirm');
    backend.drop({ phase: 'dropped', paths: ['/x/later.json'] });
    await appears('import-refused');
    await appears('import-report');
  });

  it('shows where files may be dropped', async () => {
    const backend = start();
    await appears('conversation-row');
    backend.drop({ phase: 'over' });
    const overlay = await appears('drop-overlay');
    expect(overlay.getAttribute('popover'), 'it stands over an open dialog').toBe('manual');
    backend.drop({ phase: 'left' });
    await waitFor(() => expect(document.querySelector('[data-testid=drop-overlay]')).toBeNull());
  });
});

describe('exporting', () => {
  const holds = () => appears('export-holds');

  it('says that a search holds only part of its conversations, and what is left out', async () => {
    start();
    type(await appears('search-input'), '未收到包裹');
    await click('export');
    await waitFor(async () => expect((await holds()).dataset.complete).toBe('PARTIAL'));
    expect((await holds()).textContent).toContain('不完整');
    expect((await holds()).textContent).toContain(
      '「杭州服饰城・物流延误」有 12 条消息不在所选范围内（共 13 条）',
    );
    expect((await holds()).textContent).toContain('的来源自己说明并不完整：后面还有记录没有导出');
  });

  it('says that a whole conversation is complete', async () => {
    start();
    type(await appears('search-input'), '误扫描');
    await waitFor(async () => expect((await appears('totals')).textContent).toContain('1 个会话'));
    await click('conversation-row');
    await appears('reading-title');
    await click('export');
    await click('export-scope-conversation');
    await waitFor(async () => expect((await holds()).dataset.complete).toBe('FULL'));
    expect((await holds()).textContent).toContain('完整：所选范围内的每一条都在里面');
  });

  it('writes the chosen formats into the chosen folder and shows their hashes', async () => {
    const backend = start();
    await click('export');
    await holds();
    expect((await appears('export-confirm')).hasAttribute('disabled'), 'there is no folder yet').toBe(true);
    await click('export-folder');
    await enabled('export-confirm');
    await click('export-docx');
    await exportNow();
    const results = await appears('export-results');
    expect(last<ExportRequest>(backend, 'exportDocument').outputs).toEqual([
      { format: 'pdf', path: '/home/user/证据/言据-2023-08.pdf' },
    ]);
    expect(results.textContent).toMatch(/12 页[\s\S]*[0-9a-f]{64}/);
    expect((await appears('export-manifest')).textContent).toBe(
      '/home/user/证据/言据-2023-08.pdf.manifest.json',
    );
    await click('show-in-folder');
    expect(last<string>(backend, 'showInFolder')).toBe('/home/user/证据/言据-2023-08.pdf');
  });

  it('keeps the hashes when its window was closed while it ran', async () => {
    start({ pace: 3 });
    await click('export');
    await click('export-folder');
    await exportNow();
    await appears('export-cancel');
    close('export-dialog');
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain('导出完成'));
    await click('export');
    await appears('export-sha');
    await click('export-done');
    await click('export');
    await appears('export-confirm');
  });

  it('shows nothing of the scope before while it counts', async () => {
    const backend = start({ pace: 3 });
    await click('export');
    await holds();
    await click('export-folder');
    await enabled('export-confirm');
    await click('export-scope-dates');
    type(await appears('export-from'), '2023-01-01');
    type(await appears('export-to'), '2023-03-31');
    await appears('export-counting');
    expect(document.querySelector('[data-testid=export-holds]'), 'the old count is gone').toBeNull();
    expect((await appears('export-confirm')).hasAttribute('disabled')).toBe(true);
    await enabled('export-confirm');
    expect(
      backend.calls.some(([name]) => name === 'cancelJob'),
      'the count before was ended',
    ).toBe(true);
  });

  it('says which files it would replace', async () => {
    const backend = start();
    backend.existing = ['/home/user/证据/言据-2023-08.docx'];
    await click('export');
    await click('export-folder');
    expect((await appears('export-replaces')).textContent).toContain('言据-2023-08.docx');
    expect((await appears('export-confirm')).textContent).toContain('替换并导出');
    type(await appears('export-name'), '另一份');
    await waitFor(() => expect(document.querySelector('[data-testid=export-replaces]')).toBeNull());
  });

  it('says when the folder cannot be shown', async () => {
    const backend = start();
    backend.showInFolder = () => Promise.reject({ code: 'unreadable', params: { path: 'x' }, detail: '' });
    await click('export');
    await click('export-folder');
    await exportNow();
    await click('show-in-folder');
    await appears('export-results');
    await waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
  });

  it('asks for the password for exactly what is exported, and goes back by Esc', async () => {
    const backend = start();
    await click('export');
    await click('export-folder');
    await enabled('export-confirm');
    await click('export-confirm');
    expect((await appears('confirm')).textContent, 'it says what leaves the vault').toContain(
      '言据-2023-08.pdf、言据-2023-08.docx',
    );
    type(await appears('confirm-password'), 'not the password');
    await enabled('confirm-submit');
    await click('confirm-submit');
    await waitFor(async () => expect((await appears('confirm')).textContent).toContain('密码不对'));
    expect(asked(backend, 'exportDocument'), 'nothing was exported').toBe(0);
    expect(press(await appears('confirm-password'), 'Escape'), 'the dialog stays').toBe(false);
    await exportNow();
    await appears('export-results');
    const confirmed = last<{ request: ExportRequest }>(backend, 'confirm').request;
    expect(last<ExportRequest>(backend, 'exportDocument')).toEqual(confirmed);
  });

  it('says the password in the demo, whose owner never chose one', async () => {
    start({ demo: true });
    await click('export');
    await click('export-folder');
    await enabled('export-confirm');
    await click('export-confirm');
    expect((await appears('confirm')).textContent).toContain('yanju-demo');
  });

  it('takes a range of days', async () => {
    const backend = start();
    await click('export');
    await click('export-scope-dates');
    for (const [testid, day] of [
      ['export-from', '2023-01-01'],
      ['export-to', '2023-03-31'],
    ] as const)
      type(await appears(testid), day);
    await waitFor(() =>
      expect(last<ExportRequest>(backend, 'previewExport')).toMatchObject({
        from: '2023-01-01',
        to: '2023-03-31',
        query: '',
      }),
    );
  });
});

describe('the ways into a vault', () => {
  it('are three doors when there is none', async () => {
    start({ state: 'absent' });
    await appears('door-open');
    await click('door-demo');
    await appears('library');
  });

  it('create one only with the password twice and the warning understood', async () => {
    start({ state: 'absent' });
    await click('door-create');
    type(await appears('create-password'), '马 电池 订书钉 正确');
    type(await appears('create-password-again'), '马 电池');
    expect((await appears('create-vault')).textContent).toContain('两遍密码不一样');
    type(await appears('create-password-again'), '马 电池 订书钉 正确');
    expect(
      (await appears('create-submit')).hasAttribute('disabled'),
      'the warning is not yet understood',
    ).toBe(true);
    await click('create-understood');
    await enabled('create-submit');
    await click('create-submit');
    await click('recovery-skip');
    await appears('library');
  });

  it('are offered where the usual folder is not a vault, with what is wrong', async () => {
    const backend = new FakeBackend({ state: 'absent' });
    backend.vaultStatus = () =>
      Promise.reject({ code: 'not_a_vault', params: { path: '/home/user/言据' }, detail: '' });
    render(App, { backend });
    await appears('door-open');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('/home/user/言据');
    await click('door-demo');
    await appears('library');
  });

  it('have the choice of language and theme', async () => {
    start({ state: 'absent' });
    await click('settings');
    await click('language-en');
    await waitFor(async () => expect((await appears('door-create')).textContent).toContain('vault'));
  });

  it('say that the vault is being opened until its state is known', async () => {
    const backend = new FakeBackend({ state: 'open' });
    let answer: () => void = () => undefined;
    const status = backend.vaultStatus.bind(backend);
    backend.vaultStatus = () => new Promise((resolve) => (answer = () => void status().then(resolve)));
    render(App, { backend });
    expect((await appears('opening')).textContent).toContain('正在打开');
    answer();
    await appears('library');
  });

  it('say when a password is wrong, and what to do', async () => {
    start({ state: 'locked' });
    type(await appears('unlock-password'), 'wrong');
    await enabled('unlock-submit');
    await click('unlock-submit');
    await waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('密码不对'));
  });
});
