/** Chips, words and text as one language. */
import { describe, expect, it } from 'vitest';
import { FakeBackend } from '../../backend/fake';
import { setLanguage } from '../../i18n';
import { Query } from './query.svelte';
import { beingTyped, misreadAt } from './typing';
import { valueName } from './wording';

async function typed(...drafts: string[]): Promise<Query> {
  const query = new Query(new FakeBackend());
  for (const draft of drafts) {
    query.draft = draft;
    await query.commit();
  }
  return query;
}

describe('a query', () => {
  it('narrows every alternative by its chips', async () => {
    const query = await typed('date:2023-08 ');
    query.draft = '退款 OR 退货';
    expect(query.text).toBe('date:2023-08 (退款 OR 退货)');
    expect(query.undated, 'without a chip nothing needs a group').toBe('退款 OR 退货');
    query.draft = '退款 ORDER';
    expect(query.text, 'only a whole word is an OR').toBe('date:2023-08 退款 ORDER');
  });

  it('keeps all that was typed', async () => {
    for (const text of [
      'after:2023-01 before:2023-06',
      'is:starred is:recalled',
      'in:a in:b',
      'tag:a -tag:a',
    ])
      expect((await typed(`${text} `)).text).toBe(text);
    expect((await typed('is:starred ', 'is:recalled ', 'is:starred ')).text, 'a repetition is one').toBe(
      'is:recalled is:starred',
    );
  });

  it('replaces what a choice of one would contradict', async () => {
    const query = await typed('after:2023-01 before:2023-06 on:dingtalk ');
    await query.add('on:wechat');
    expect(query.text).toBe('after:2023-01 before:2023-06 on:wechat');
    await query.add('after:2023-02');
    expect(query.text, 'the other end stays').toBe('before:2023-06 on:wechat after:2023-02');
    await query.setDates({ from: '2023-03-01', to: '2023-03-31' });
    expect(query.text).toBe('on:wechat date:2023-03-01..2023-03-31');
  });

  it('never has a chip twice when one is turned into its opposite', async () => {
    const query = await typed('tag:a -tag:a ');
    query.negate(0);
    expect(query.text).toBe('-tag:a');
  });

  it('knows the days of words and of open ranges', async () => {
    const month = (await typed('date:上个月 ')).range;
    expect(month?.from).toMatch(/-01$/);
    expect(month?.to?.slice(0, 7)).toBe(month?.from?.slice(0, 7));
    expect((await typed('after:2023-01 before:2023-06 ')).range).toEqual({
      from: '2023-01-01',
      to: '2023-05-31',
    });
    expect((await typed('date:2023-08.. ')).range).toEqual({ from: '2023-08-01', to: null });
  });

  it('has signs as an input method writes them', async () => {
    const query = await typed('on:dingtalk ');
    query.draft = '退款 ＯＲ 退货';
    expect(query.text).toBe('on:dingtalk (退款 ＯＲ 退货)');
  });

  it('is read in the language of the window', () => {
    setLanguage('zh-CN');
    expect(valueName('date', 'last-month')).toBe('上个月');
    expect(valueName('before', '2023-06-01')).toBe('2023年6月1日');
    expect(valueName('date', '2023-08-20T14:30')).toBe('2023年8月20日 14:30');
    setLanguage('en');
    expect(valueName('date', '上个月')).toBe('Last month');
    setLanguage('zh-CN');
  });
});

describe('what is being typed', () => {
  it('is the last word or filter, with the spaces of a quote that is open', () => {
    for (const [text, word] of [
      ['退款 wly', 'wly'],
      ['退款 -wly', 'wly'],
      ['(from:wly', 'from:wly'],
      ['from:"优品 旗', 'from:"优品 旗'],
      ['发件人：“优品 旗', '发件人：“优品 旗'],
      ['"a b" c', 'c'],
      ['-tag:"a \\" b', 'tag:"a \\" b'],
      ['退款 ', ''],
    ] as const)
      expect(beingTyped(text), text).toBe(word);
  });
});

describe('a query that is not understood', () => {
  it('shows its place, counted in characters', () => {
    const at = (position: number, part: string) => ({
      code: 'query_invalid' as const,
      params: { position: String(position), part },
      detail: '',
    });
    expect(misreadAt(at(6, 'nowhere'), '退款 on:nowhere')).toEqual({
      text: '退款 on:nowhere',
      mark: [6, 13],
    });
    expect(misreadAt(at(2, ')'), '😀款)')).toEqual({ text: '😀款)', mark: [2, 3] });
    expect(misreadAt(at(5, 'from:'), 'from:').mark, 'behind the end').toEqual([5, 6]);
  });
});
