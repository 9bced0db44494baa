/** Who can open the vault, over the made-up engine: the password, recovery words, the keychain, locking, examining. */
import { render, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backend/fake';
import { setLanguage } from '../i18n';
import { appears, press, type } from '../lib/testing/wait';
import App from './App.svelte';

beforeEach(() => setLanguage('zh-CN'));

function start(options: FakeOptions = {}, arrange: (backend: FakeBackend) => void = () => undefined) {
  const backend = new FakeBackend(options);
  arrange(backend);
  render(App, { backend });
  return backend;
}

const click = async (testid: string) => (await appears(testid)).click();
const enabled = (testid: string) =>
  waitFor(async () => expect((await appears(testid)).hasAttribute('disabled')).toBe(false));
const go = async (testid: string) => {
  await enabled(testid);
  await click(testid);
};
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)];
const gone = (testid: string) => waitFor(() => expect(all(testid)).toEqual([]));
const fill = async (testid: string, text: string) => type(await appears(testid), text);

async function confirm(password: string) {
  await fill('confirm-password', password);
  await go('confirm-submit');
}

async function openSheet(name: string) {
  await click('settings');
  await click(`open-${name}`);
  await appears(`${name}-sheet`);
}

describe('the sheet of the vault', () => {
  it('changes the password, and says in place when the present one is wrong', async () => {
    const backend = start();
    await openSheet('security');
    await click('change-password');
    await fill('change-current', 'not the password');
    await fill('change-new', '马 电池 订书钉 正确');
    await fill('change-again', '马 电池 订书钉 正确');
    await go('change-submit');
    await waitFor(async () => expect((await appears('security-sheet')).textContent).toContain('没有更改'));
    await fill('change-current', 'yanju-demo');
    await go('change-submit');
    await appears('password-changed');
    expect(backend.guard.password).toBe('马 电池 订书钉 正确');
  });

  it('makes recovery words with the password, and shows the twenty-four once', async () => {
    const backend = start();
    await openSheet('security');
    await go('recovery-make');
    await confirm('not the password');
    await waitFor(async () => expect((await appears('confirm')).textContent).toContain('密码不对'));
    await confirm('yanju-demo');
    const words = [...(await appears('recovery-words')).querySelectorAll('li')].map((li) => li.textContent);
    expect(words).toHaveLength(24);
    expect(words.at(-1), 'each has its number').toMatch(/24\s*佳/);
    expect((await appears('recovery-done')).hasAttribute('disabled'), 'first they are copied').toBe(true);
    document.querySelector<HTMLElement>('[data-testid=security-sheet] .close')?.click();
    expect(document.activeElement, 'the sheet stays, and says what is missing').toBe(
      await appears('recovery-copied'),
    );
    await click('recovery-copied');
    await go('recovery-done');
    await gone('recovery-words');
    expect((await appears('recovery-state')).textContent).toContain('已生成');
    expect(document.body.textContent, 'they are not told again').not.toContain('佳');
    await click('recovery-remove');
    await confirm('yanju-demo');
    await waitFor(() => expect(backend.ways.recovery_words).toBe(false));
  });

  it('turns quick unlock on only with the password, and off without', async () => {
    const backend = start();
    await openSheet('security');
    await click('quick-enable');
    await confirm('yanju-demo');
    await click('quick-disable');
    await appears('quick-enable');
    expect(backend.ways.quick_unlock).toBe('off');
  });

  it('does not speak of a keychain that is not there', async () => {
    start({}, (backend) => (backend.ways.quick_unlock = 'unavailable'));
    await openSheet('security');
    await appears('recovery-state');
    expect(all('quick-state')).toEqual([]);
  });

  it('sets after how long the vault locks', async () => {
    const backend = start();
    await openSheet('security');
    const choice = (await appears('auto-lock')) as HTMLSelectElement;
    await waitFor(() => expect(choice.value).toBe('10'));
    expect([...choice.options].map((option) => option.value)).toEqual(['1', '5', '10', '30', '60', '0']);
    choice.value = '0';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(async () => expect(await backend.lockSettings()).toEqual({ auto_lock_minutes: 0 }));
  });

  it('examines every part and names what was made anew', async () => {
    start();
    await openSheet('security');
    await go('examine');
    await appears('examine-result');
    const checks = all('examine-check');
    expect(checks.map((check) => check.dataset.verdict)).toEqual([...Array(5).fill('sound'), 'rebuilt']);
    expect(checks.at(-1)?.textContent).toMatch(/搜索索引\s*有问题，已重建/);
  });

  it('can be left while it examines, and tells how that ended', async () => {
    start({ pace: 5 });
    await openSheet('security');
    await go('examine');
    press(await appears('security-sheet'), 'Escape');
    document.querySelector<HTMLElement>('[data-testid=security-sheet] .close')?.click();
    await waitFor(async () => expect((await appears('toasts')).textContent).toContain('检查完成'));
    await click('toast-action');
    await appears('examine-check');
  });
});

describe('the lock', () => {
  const words = Array.from({ length: 24 }, (_, i) => `${i + 1}. zoo`).join('\n');

  it('opens with recovery words however they are set apart, and takes a new password', async () => {
    const backend = start({ state: 'locked' }, (one) => (one.ways.recovery_words = true));
    await click('unlock-recover');
    await fill('recover-words', words);
    expect((await appears('recover')).textContent).toContain('24');
    await fill('recover-new', '马 电池 订书钉 正确');
    await fill('recover-again', '马 电池 订书钉 正确');
    await go('recover-submit');
    await appears('library');
    expect(backend.guard.password).toBe('马 电池 订书钉 正确');
  });

  it('takes Chinese words written without spaces', async () => {
    start({ state: 'locked' }, (one) => (one.ways.recovery_words = true));
    await click('unlock-recover');
    await fill('recover-words', `${'歇'.repeat(12)} ${'佳'.repeat(11)}`);
    await waitFor(async () => expect((await appears('recover')).textContent).toContain('23 / 24'));
  });

  it('opens by the keychain where that was set up', async () => {
    start({ state: 'locked' }, (one) => (one.ways.quick_unlock = 'on'));
    await click('unlock-keychain');
    await appears('library');
  });

  it('offers no way that does not lead in', async () => {
    const backend = start({ state: 'locked' });
    await appears('unlock-submit');
    await backend.unlockWays();
    expect([...all('unlock-recover'), ...all('unlock-keychain')]).toEqual([]);
  });
});

describe('a new vault', () => {
  it('offers recovery words before it is entered', async () => {
    start({ state: 'absent' });
    await click('door-create');
    await fill('create-password', '马 电池 订书钉 正确');
    await fill('create-password-again', '马 电池 订书钉 正确');
    await click('create-understood');
    await go('create-submit');
    await click('recovery-make');
    await click('recovery-copied');
    await go('recovery-done');
    await appears('library');
  });
});
