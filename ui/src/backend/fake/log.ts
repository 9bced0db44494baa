/** The audit log of the made-up vault: a year of use, and what the window does to it. */
import type { Examination, LogPage, LogRow } from '../types';

const DAY = 86_400_000;
const BEGUN = Date.UTC(2023, 7, 1, 1);
const SHA = '41be9c02d7087a1c0e4b6d39f2c41be5d7087a1c0e4b6d39f2c41be5d7089c02';

/** At Beijing's offset. */
const local = (at: number): string => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

type Made = [actor: string, act: string, detail: LogRow['detail']];

/** What a day with the vault leaves behind. */
function aDay(n: number): Made[] {
  const stamp = local(BEGUN + n * DAY)
    .slice(0, 10)
    .replaceAll('-', '');
  return [
    ['person', 'unlocked', { way: n % 4 === 0 ? 'keychain' : 'password', attempts: n % 9 === 5 ? '2' : '0' }],
    ['person', 'imported', imported(n)],
    ['program', 'backed_up', { folder: '/media/disk/备份', snapshot: `${stamp}T190000Z` }],
    ['program', 'locked', { why: n % 3 === 0 ? 'asked' : 'idle' }],
  ];
}

function imported(n: number): LogRow['detail'] {
  return { file: `千牛-${n}.txt`, format: 'wangwang_txt', sha256: SHA, messages: '1286', duplicates: '12' };
}

function made(): Made[] {
  const days = Array.from({ length: 90 }, (_, n) => aDay(n)).flat();
  const files = '/home/user/证据/言据-2023-08.pdf\n/home/user/证据/言据-2023-08.docx';
  return [
    ['person', 'created', {}],
    ['person', 'recovery_made', {}],
    ...days,
    ['person', 'unlocked', { way: 'password', attempts: '0' }],
    ['person', 'setting_changed', { name: 'auto_lock_minutes', value: '10' }],
    ['person', 'confirm_failed', { operation: 'export' }],
    [
      'person',
      'exported',
      {
        number: 'YJ-20231122-0007',
        files,
        sha256: `${SHA}\n${SHA}`,
        messages: '214',
        complete: 'PARTIAL',
        query: '包裹',
      },
    ],
    ['program', 'backup_failed', { folder: '/media/disk/备份', code: 'backup_place' }],
    ['person', 'rehearsed', { snapshot: '20231119T190000Z', outcome: 'equal' }],
    ['person', 'examined', { faulty: '' }],
  ];
}

export class FakeLog {
  #entries: LogRow[] = [];

  constructor() {
    for (const one of made()) this.#append(one);
  }

  note(act: string, detail: LogRow['detail'] = {}): void {
    this.#append(['person', act, detail]);
  }

  page(offset: number, limit: number): LogPage {
    const latestFirst = this.#entries.toReversed();
    return { total: this.#entries.length, entries: latestFirst.slice(offset, offset + limit) };
  }

  #append([actor, act, detail]: Made): void {
    const number = this.#entries.length + 1;
    this.#entries.push({ number, at: local(BEGUN + number * (DAY / 4)), actor, act, detail });
  }
}

/** A vault whose index had to be made anew. */
export function examination(): Examination {
  const sound = (name: string, looked_at: number) => ({
    name,
    ok: true,
    detail: '',
    rebuilt: false,
    looked_at,
  });
  return {
    ok: true,
    checks: [
      sound('key_file', 2),
      sound('database', 0),
      sound('counters', 214),
      sound('log', 380),
      sound('contents', 12),
      { name: 'index', ok: true, detail: 'a segment is cut off', rebuilt: true, looked_at: 0 },
    ],
  };
}
