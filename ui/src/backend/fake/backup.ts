/** Backups of the made-up vault: each is taken at noon of the next day, and none is ever written. */
import type { BackupPlan, BackupReport, BackupSnapshot, BackupStatus, Check, Rehearsal } from '../types';

const FIRST = Date.UTC(2024, 5, 1, 4);
const DAY = 86_400_000;

/** At Beijing's offset. */
const local = (at: number): string => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
const check = (name: string, detail: string): Check => ({ name, ok: true, detail });

export const CHECKS: Check[] = [check('snapshots', '2'), check('pieces', '31'), check('copies', '12')];

/** What is planned, and the snapshots there are. */
export class FakeBackups {
  readonly snapshots: BackupSnapshot[] = [];
  /** The drive is not plugged in. */
  absent = false;
  #plan: BackupPlan = { folder: null, schedule: 'off', keep: { days: 7, weeks: 4, months: 12 } };
  #last: BackupStatus['last'] = null;

  status(): BackupStatus {
    const due = this.#plan.schedule === 'daily' && this.#plan.folder !== null && !this.snapshots.length;
    return {
      plan: structuredClone(this.#plan),
      last: this.#last,
      last_snapshot: this.snapshots[0]?.at ?? null,
      due,
    };
  }
  plan(plan: BackupPlan): BackupStatus {
    this.#plan = structuredClone(plan);
    return this.status();
  }
  /** `unset` where no folder is chosen, `absent` where it is not there. */
  take(
    named: string | null,
    held: { messages: number; conversations: number },
  ): BackupReport | 'unset' | 'absent' {
    const folder = named ?? this.#plan.folder;
    if (folder === null) return 'unset';
    const at = FIRST + this.snapshots.length * DAY;
    if (this.absent) {
      this.#last = { at: local(at), error: 'backup_place' };
      return 'absent';
    }
    const snapshot: BackupSnapshot = {
      id: `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`,
      at: local(at),
      holdings: { ...held, events: 0, attachments: 4, originals: 8, bytes: 8_400_000 },
    };
    this.snapshots.unshift(snapshot);
    this.#last = { at: snapshot.at, error: null };
    return {
      folder,
      snapshot,
      files_written: 31,
      bytes_written: 8_400_000,
      snapshots_removed: 0,
      bytes_freed: 0,
      unreadable: [],
    };
  }
  /** `undefined` where there is no such snapshot. */
  rehearse(id: string | null): Rehearsal | undefined {
    const snapshot = this.snapshots.find((one) => id === null || one.id === id);
    if (!snapshot) return undefined;
    const checks = [check('restoring', '8400000'), check('database', '8100000'), check('contents', '12')];
    return { snapshot, contents: 12, content_bytes: 300_000, ok: true, checks };
  }
}
