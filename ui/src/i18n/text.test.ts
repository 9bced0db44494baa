import { afterEach, describe, expect, it } from 'vitest';
import type { ApiError } from '../backend';
import {
  bytes,
  clock,
  dayHeading,
  kindMark,
  moment,
  sentence,
  setLanguage,
  span,
  t,
  tcode,
  tn,
  when,
} from '.';
import { preferred } from './language.svelte';

afterEach(() => setLanguage('zh-CN'));

describe('sentences', () => {
  it('are filled with their particulars, and a missing one leaves nothing', () => {
    expect(t('error.file_empty', { file: 'a.txt' })).toContain('a.txt');
    expect(t('error.file_empty')).not.toContain('{');
  });

  it('count in English', () => {
    setLanguage('en');
    expect(tn('list.messages', 1)).toBe('1 message');
    expect(tn('list.messages', 1234)).toBe('1,234 messages');
    expect(t('import.confirm', { n: 1 })).toBe('Import 1 message');
    expect(t('import.done_text', { new: 1234, duplicates: 1, conversations: 1 })).toBe(
      '1,234 new, 1 duplicate, in 1 conversation.',
    );
  });

  it('fall back when a code is newer than the window', () => {
    expect(tcode('warning', 'of_tomorrow', 'warning.other')).toBe(t('warning.other'));
  });

  it('mark what a message is, unless its words are the mark already', () => {
    expect(kindMark('image', '这张')).toBe('[图片]');
    expect([kindMark('image', '[图片]'), kindMark('text', '在吗')]).toEqual(['', '']);
    expect(kindMark('image', '[图片] 这张')).toBe('[图片]');
  });

  it('put the problem of a query and the place in a file into words', () => {
    const query = sentence({
      code: 'query_invalid',
      params: { position: '3', problem: 'empty_value' },
      detail: '',
    });
    expect(query).toContain('冒号后面缺少内容');
    const params = { position: '3', problem: 'unknown_value', allowed: 'wechat (微信), qq' };
    expect(sentence({ code: 'query_invalid', params, detail: '' })).toContain('wechat (微信), qq');
    const file = sentence({ code: 'file_damaged', params: { file: 'a.json', place: 'line 41' }, detail: '' });
    expect(file).toContain('第 41 行');
  });

  it('say of an error what it is about in particular, where there is a sentence for it', () => {
    const said = (code: ApiError['code'], params: ApiError['params']) =>
      sentence({ code, params, detail: '' });
    expect(said('file_binary', { file: 'a.pdf', kind: 'pdf' })).toContain('a.pdf 是 PDF 文档');
    expect(said('file_binary', { file: 'a.bin' })).toContain('a.bin 不是文本');
    expect(said('file_binary', { file: 'a.bin', kind: 'newer' })).toContain('a.bin 不是文本');
    expect(said('invalid_value', { name: 'zone', value: 'Mars' })).toContain('没有名为「Mars」的时区');
    expect(said('invalid_value', { name: 'days', value: '0' })).toContain('days 的值「0」');
  });
});

it('only a system that names another language begins in English', () => {
  for (const system of ['', 'C', 'C.UTF-8', 'POSIX', 'und', 'zh', 'zh-TW', 'zh_CN.UTF-8'])
    expect(preferred(system), system).toBe('zh-CN');
  for (const system of ['en', 'en-US', 'fr-FR', 'de']) expect(preferred(system), system).toBe('en');
});

describe('dates', () => {
  it('keep the wall clock of the source, whatever the zone of this computer', () => {
    expect(clock('2023-08-20T14:30:05-07:00')).toBe('14:30');
    expect(clock('2023-08-20T14:30:05+08:00', 'second')).toBe('14:30:05');
    expect(clock('2023-08-20T00:00:00+08:00', 'day'), 'an hour the source does not state is not shown').toBe(
      '',
    );
  });

  it('are written as people write them', () => {
    expect(dayHeading('2023-08-20T14:30:00+08:00')).toBe('2023年8月20日 周日');
    expect(moment('2023-08-20T14:30:00+08:00')).toBe('2023年8月20日 周日 14:30');
    expect(when('2023-08-20T14:30:00+08:00', '2023-12-01')).toBe('8月20日 14:30');
    expect(span('2023-08-01', '2023-08-31')).toBe('2023年8月');
    setLanguage('en');
    expect(dayHeading('2023-08-20T14:30:00+08:00')).toBe('Sun, 20 Aug 2023');
    expect(span('2023-08-20', '2023-08-21')).toBe('20 Aug – 21 Aug 2023');
  });
});

it('sizes are in the largest unit that keeps them above one', () => {
  expect([0, 900, 219_136, 5_400_000].map(bytes)).toEqual(['0 B', '900 B', '214 KB', '5.1 MB']);
});
