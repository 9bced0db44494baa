import { describe, expect, it, vi } from 'vitest';
import { closed } from './days';
import { latest } from './latest';
import { Pages } from './pages.svelte';
import { pieces } from './pieces';

describe('pieces', () => {
  it('mark by Unicode scalar values, not by UTF-16 units', () => {
    expect(pieces('🙏未收到包裹', [[1, 4]])).toEqual([
      { text: '🙏', marked: false },
      { text: '未收到', marked: true },
      { text: '包裹', marked: false },
    ]);
  });

  it('show characters that would steer the display', () => {
    const [, control] = pieces('gpj.\u202Eexe');
    expect(control).toEqual({ text: 'U+202E', marked: false, control: 'U+202E' });
  });

  it('leave the joiner of an emoji alone', () => {
    expect(pieces('👨‍👩‍👧'), 'a family is one picture').toHaveLength(1);
  });
});

describe('days', () => {
  it('close an open range at the ends of what there is', () => {
    const whole = { from: '2023-01-01', to: '2023-12-31' };
    expect(closed({ from: '2023-08-01', to: null }, whole)).toEqual({ from: '2023-08-01', to: '2023-12-31' });
    expect(closed({ from: null, to: '2023-05-31' }, whole)).toEqual({ from: '2023-01-01', to: '2023-05-31' });
    expect(closed({ from: '2024-01-01', to: null }, whole)).toEqual({ from: '2024-01-01', to: '2024-01-01' });
  });
});

describe('latest', () => {
  it('asks once per frame and hears only the last answer', async () => {
    const answers: string[] = [];
    const waiting = new Map<string, (value: string) => void>();
    const ask = vi.fn((word: string) => new Promise<string>((resolve) => waiting.set(word, resolve)));
    const run = latest(
      ask,
      (word) => answers.push(word),
      () => undefined,
    );
    run('小');
    run('小林');
    await vi.waitFor(() => expect(ask).toHaveBeenCalledOnce());
    run('小林林');
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    waiting.get('小林林')?.('new');
    waiting.get('小林')?.('old');
    await vi.waitFor(() => expect(answers).toEqual(['new']));
  });
});

describe('pages', () => {
  it('come once each, and again on refresh', async () => {
    const fetch = vi.fn(async (offset: number, limit: number) => ({
      total: 250,
      items: Array.from({ length: limit }, (_, i) => offset + i),
    }));
    const pages = new Pages<number>(100, fetch, () => undefined);
    await Promise.all([pages.want(120), pages.want(130)]);
    expect(fetch, 'two rows of one page are one request').toHaveBeenCalledOnce();
    expect([pages.at(120), pages.at(20), pages.total]).toEqual([120, undefined, 250]);
    await pages.refresh();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('are what was asked for last, whichever answer comes last', async () => {
    const answers: ((page: { total: number; items: string[] }) => void)[] = [];
    const pages = new Pages<string>(10, () => new Promise((resolve) => answers.push(resolve)), vi.fn());
    pages.put(0, { total: 1, items: ['as it was'] });
    const both = [pages.refresh(), pages.refresh()];
    answers[1]?.({ total: 3, items: ['new'] });
    answers[0]?.({ total: 2, items: ['old'] });
    await Promise.all(both);
    expect([pages.at(0), pages.total]).toEqual(['new', 3]);
    expect([pages.find((one) => one === 'new'), pages.find((one) => one === 'old')]).toEqual([0, -1]);
  });

  it('may be asked for again after a failure', async () => {
    const failed = vi.fn();
    const pages = new Pages<number>(10, () => Promise.reject(new Error('once')), failed);
    await pages.want(0);
    await pages.want(0);
    expect(failed).toHaveBeenCalledTimes(2);
  });
});
