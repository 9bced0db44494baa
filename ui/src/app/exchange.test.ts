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
const enabled = (testid: string) =>
  waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));

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
    expect(files[2]?.textContent).toContain('文件 broken.json 在 第 41 行 处已损坏');
  });

  it('asks for the order of dates only when it is ambiguous, and reads again', async () => {
    const backend = start();
    backend.picks = ['/x/clear.json'];
    await click('import');
    await click('import-pick-files');
    await appears('import-file');
    expect(document.querySelector('[data-testid=import-order]'), 'nothing is ambiguous here').toBeNull();
    press(document.body, 'Escape');
    backend.drop({ phase: 'dropped', paths: ['/x/whatsapp.txt'] });
    const order = await appears('import-order');
    order.querySelector<HTMLInputElement>('[value=dmy]')?.click();
    await waitFor(() =>
      expect(last<{ options: { date_order: string } }>(backend, 'previewImport').options.date_order).toBe(
        'dmy',
      ),
    );
    await waitFor(async () => expect((await appears('import-file')).dataset.state).toBe('good'));
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
    start({ pace: 5 });
    await click('import');
    await click('import-pick-files');
    await click('import-cancel');
    await waitFor(async () => expect((await appears('import-dialog')).textContent).toContain('已取消'));
  });

  it('shows where files may be dropped', async () => {
    const backend = start();
    await appears('conversation-row');
    backend.drop({ phase: 'over' });
    await appears('drop-overlay');
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
    await click('export-confirm');
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
