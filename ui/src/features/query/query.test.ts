/** Chips, words and text as one language. */
import { describe, expect, it } from 'vitest';
import { FakeBackend } from '../../backend/fake';
import { setLanguage } from '../../i18n';
import { Query } from './query.svelte';
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

  it('is read in the language of the window', () => {
    setLanguage('zh-CN');
    expect(valueName('date', 'last-month')).toBe('上个月');
    expect(valueName('before', '2023-06-01')).toBe('2023年6月1日');
    setLanguage('en');
    expect(valueName('date', '上个月')).toBe('Last month');
    setLanguage('zh-CN');
  });
});
