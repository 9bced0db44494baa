/** Both languages say everything. */
import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh-CN.json';

const tables: [string, Record<string, string>][] = [
  ['zh-CN', zh],
  ['en', en],
];
const generated = import.meta.glob<string>('../backend/generated/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const errorCodes = generated['../backend/generated/ErrorCode.ts'] ?? '';
const jobProgress = generated['../backend/generated/JobProgress.ts'] ?? '';
const params = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
const quoted = (text: string): string[] => [...text.matchAll(/["'](\w+)["']/g)].map(([, name = '']) => name);

/** The acts as the model names them. */
const ACTS =
  'created unlocked unlock_failed locked confirm_failed password_changed recovery_made recovery_removed recovered quick_unlock_enabled quick_unlock_disabled imported exported setting_changed backed_up backup_failed rehearsed restored examined index_rebuilt'.split(
    ' ',
  );

describe('the locale files', () => {
  it('have one set of keys', () => expect(Object.keys(en)).toEqual(Object.keys(zh)));

  it('have a sentence for every error code of the engine', () => {
    const codes = quoted(errorCodes.slice(errorCodes.indexOf('export type')));
    expect(codes.length, 'the generated type is read').toBeGreaterThan(20);
    for (const [name, table] of tables)
      for (const code of codes) expect(table[`error.${code}`], `${code} in ${name}`).toBeTruthy();
  });

  it('have a name for every phase of a job', () => {
    for (const phase of quoted(
      jobProgress
        .slice(jobProgress.indexOf('phase:'), jobProgress.indexOf('done:'))
        .replace(/\/\*.*?\*\//gs, ''),
    )) {
      expect(Object.keys(zh), phase).toContain(`phase.${phase}`);
    }
  });

  it('have a sentence for every act of the audit log', () => {
    for (const act of ACTS) expect(Object.keys(zh), act).toContain(`log.${act}`);
  });

  it('use the same particulars in both languages', () => {
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect([...new Set(params(en[key]))], key).toEqual([...new Set(params(zh[key]))]);
    }
  });

  it('leave nothing empty and nothing in the other language', () => {
    for (const [name, table] of tables)
      for (const [key, text] of Object.entries(table)) expect(text.trim(), `${key} in ${name}`).not.toBe('');
    const own = new Set([
      'app.second_name',
      'app.seal',
      'cli.demo',
      'command.language_zh',
      'export.language_zh',
    ]);
    // What stands on a button of a Chinese program is quoted as it stands there.
    const said = ([key, text]: [string, string]) =>
      key.startsWith('howto.') ? text.replace(/“[^”]*”/g, '') : text;
    const chinese = Object.entries(en).filter(
      (entry) => !own.has(entry[0]) && /\p{Script=Han}/u.test(said(entry)),
    );
    expect(chinese).toEqual([]);
  });

  it('say in every error what to do next', () => {
    for (const [key, text] of Object.entries(zh)) {
      if (/^error\.(?!detail|place|cancelled)/.test(key) && !text.includes('{problem}'))
        expect(text, key).toMatch(/请|可用/);
    }
  });
});
