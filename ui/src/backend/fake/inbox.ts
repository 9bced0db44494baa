/** The in-box and the expiry radar of the made-up vault: a test says what lands, and how old the records are. */
import type {
  Deadline,
  FailedFile,
  ImportReport,
  InboxLook,
  InboxStatus,
  Look,
  Radar,
  RadarLevel,
  RadarSource,
  Retention,
  SetInbox,
} from '../types';

const DAY = 86_400_000;

/** The folder, and what lies in it. */
export class FakeInbox {
  folder: string | null = '/home/user/文档/言据收件箱';
  on = true;
  /** The drive is not plugged in. */
  away = false;
  /** Files that landed and were not read: messages each. */
  landed: number[] = [];
  failures: FailedFile[] = [];
  /** Those of the failures that the next look does not know yet. */
  unknown: FailedFile[] = [];
  #imported = 0;
  #looked: string | null = null;

  status(): InboxStatus {
    const failures = [...this.failures];
    const standing = this.away ? 'unreachable' : failures.length > 0 ? 'failures' : 'fine';
    return {
      folder: this.folder,
      on: this.on,
      health: this.on && this.folder !== null ? standing : 'off',
      last_looked_at: this.#looked,
      waiting: this.landed.length + this.unknown.length,
      imported: this.#imported,
      beside: 0,
      failures,
    };
  }
  set({ folder, on }: SetInbox): InboxStatus {
    this.folder = folder ?? this.folder;
    this.on = on;
    return this.status();
  }
  look(asked: Look): InboxLook {
    if (!this.on || this.away) return { report: null, status: this.status() };
    this.#looked = '2024-07-01T12:00:00+08:00';
    const again = asked === 'again' ? this.failures : [];
    const failed = [...again, ...this.unknown];
    const read = this.landed.length + failed.length > 0;
    const report = read ? this.#report(failed) : null;
    this.#imported += this.landed.length;
    this.failures = [...this.failures, ...this.unknown];
    this.landed = this.unknown = [];
    return { report, status: this.status() };
  }

  #report(failed: FailedFile[]): ImportReport {
    const messages = this.landed.reduce((sum, n) => sum + n, 0);
    const counts = { messages, events: 0, conversations: 1, participants: 2, attachments: 0, duplicates: 0 };
    const files = this.landed.map((n, i) => ({
      ...counts,
      missing_attachments: 0,
      doubtful: 0,
      messages: n,
      path: `${this.folder ?? ''}/${i}.csv`,
      file: `f${i + 1}`,
      sha256: '0'.repeat(64),
      format: 'csv',
      confidence: 'certain',
      platforms: ['other'],
      encoding: 'utf-8',
      zone: 'assumed:Asia/Shanghai',
      date_order: null,
      first: null,
      last: null,
      partial: [],
      complete: 'unknown' as const,
      warnings: [],
    }));
    return { ...counts, import: 'i1', first: null, last: null, files, failed, skipped: 0, cancelled: false };
  }
}

const LEVELS: [most: number, level: RadarLevel][] = [
  [-1, 'over'],
  [1, '1'],
  [3, '3'],
  [7, '7'],
  [Infinity, 'fine'],
];

/** The platforms: how long ago the newest record was, and what is preset. */
export class FakeRadar {
  ages: [platform: string, daysSince: number, preset: Retention][] = [
    ['pinduoduo', 12, { days: 31, final_days: null }],
    ['wechat', 400, { days: null, final_days: null }],
  ];
  #said = new Map<string, Retention>();
  #told = new Set<string>();

  radar(): Radar {
    return { sources: this.ages.map(([platform, age, preset]) => this.#source(platform, age, preset)) };
  }
  set(platform: string, retention: Retention | null): Radar | undefined {
    if (retention && (retention.days === 0 || retention.final_days === 0)) return undefined;
    if (retention) this.#said.set(platform, structuredClone(retention));
    else this.#said.delete(platform);
    return this.radar();
  }
  reminders(): RadarSource[] {
    return this.radar().sources.filter(({ platform, level }) => {
      const words = `${platform} ${level}`;
      if (['none', 'fine', 'lapsed'].includes(level) || this.#told.has(words)) return false;
      this.#told.add(words);
      return true;
    });
  }

  #source(platform: string, age: number, preset: Retention): RadarSource {
    const said = this.#said.get(platform);
    const retention = said ?? preset;
    const newest = new Date(Date.UTC(2024, 6, 1, 4) - age * DAY).toISOString().slice(0, 19);
    const day = (days: number | null): Deadline | null => {
      if (days === null) return null;
      const left = days - age;
      const level = LEVELS.find(([most]) => left <= most)?.[1] ?? 'fine';
      return { on: '2024-07-08', days_left: left, level };
    };
    const first = day(retention.days);
    return {
      platform,
      newest: `${newest}+08:00`,
      days_since: age,
      retention,
      basis: said ? 'said' : preset.days === null ? 'kept' : 'platform',
      first,
      last: day(retention.final_days),
      level: first?.level ?? 'none',
    };
  }
}
