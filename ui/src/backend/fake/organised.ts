/** The made-up vault as people organise it: what is attached, the categories, and the journal that takes it back. */
import type {
  Annotate,
  AnnotationEdit,
  ChangeZone,
  Receipt,
  SamePerson,
  SaveCategory,
  SaveSearch,
  ZoneChange,
} from '../types';
import { CATEGORIES } from './cases';
import type { Category, Kept } from './library';
import type { Thread } from './vault';

const clone = <T>(value: T): T => structuredClone(value);

/** What can be undone: the organised parts of the vault, before. */
type Snapshot = { act: string; changed: number; threads: Thread[]; categories: Category[]; saved: Kept[] };

export class Organised {
  categories: Category[] = clone(CATEGORIES);
  saved: Kept[] = [];
  /** The number of the search that was kept last. */
  #kept = 0;
  #undo: Snapshot[] = [];
  #redo: Snapshot[] = [];
  /** The roles by the source of those who were joined, by their ids. */
  #roles = new Map<string, string>();

  constructor(public threads: Thread[]) {}

  annotate({ targets, edit }: Annotate): Receipt {
    const before = this.#snapshot(edit.edit);
    const changed = targets.filter((target) => this.#apply(target, edit)).length;
    return this.#done(before, changed);
  }

  samePerson({ participants, kept }: SamePerson): Receipt {
    const before = this.#snapshot(kept === null ? 'separate_people' : 'join_people');
    const changed = participants.filter((id) => (kept === null ? this.#separate(id) : this.#join(id, kept)));
    return this.#done(before, changed.length);
  }

  /** What another zone would change. Files that no conversation here came from are of one just imported. */
  zone({ of, zone }: ChangeZone): ZoneChange {
    const read = this.#readFrom(of);
    const from = read[0]?.detail.zone.replace('assumed:', '') ?? 'Asia/Shanghai';
    const messages = read.reduce((all, one) => all + one.messages.length, 0);
    const beside = of.length === 1 ? [{ zone: 'Europe/London', files: 2 }] : [];
    return { from, to: zone, files: of.length, messages: from === zone ? 0 : messages, beside };
  }

  /** Changes it. The made-up clock keeps its offset: only on whose word it is read is another. */
  rezone(request: ChangeZone): ZoneChange {
    const change = this.zone(request);
    const before = this.#snapshot('set_zone');
    for (const { detail } of this.#readFrom(request.of)) {
      detail.zone = `assumed:${request.zone}`;
      for (const source of detail.sources) source.zone = detail.zone;
    }
    this.#done(before, change.files);
    return change;
  }

  #readFrom(files: string[]): Thread[] {
    return this.threads.filter(({ detail }) => detail.sources.some(({ id }) => files.includes(id)));
  }

  undo(): Receipt | null {
    return this.#step(this.#undo, this.#redo);
  }

  redo(): Receipt | null {
    return this.#step(this.#redo, this.#undo);
  }

  /** `undefined` where another category has the name. */
  save({ id, name, color, baseline }: SaveCategory): Receipt | undefined {
    if (this.categories.some((c) => c.name === name && c.id !== id)) return undefined;
    const before = this.#snapshot('save_category');
    const there = this.categories.find((c) => c.id === id);
    if (there) Object.assign(there, { name, color, baseline });
    else this.categories.push({ id: `k${Date.now()}`, name, color, baseline });
    return this.#done(before, 1);
  }

  remove(id: string): Receipt {
    const before = this.#snapshot('remove_category');
    this.categories = this.categories.filter((c) => c.id !== id);
    for (const { detail } of this.threads) if (detail.row.category?.id === id) detail.row.category = null;
    return this.#done(before, 1);
  }

  /** `undefined` where another one has the name. */
  saveSearch({ id, name, query }: SaveSearch): Receipt | undefined {
    if (this.saved.some((one) => one.name === name && one.id !== id)) return undefined;
    const before = this.#snapshot('save_search');
    const there = this.saved.find((one) => one.id === id);
    if (there) Object.assign(there, { name, query });
    else this.saved.push({ id: `s${++this.#kept}`, name, query });
    return this.#done(before, 1);
  }

  moveSearch(id: string, to: number): Receipt {
    const before = this.#snapshot('save_search');
    const moved = this.saved.filter((one) => one.id === id);
    this.saved = this.saved.filter((one) => one.id !== id);
    this.saved.splice(to, 0, ...moved);
    return this.#done(before, 1);
  }

  removeSearch(id: string): Receipt {
    const before = this.#snapshot('remove_search');
    this.saved = this.saved.filter((one) => one.id !== id);
    return this.#done(before, 1);
  }

  #join(id: string, kept: string): boolean {
    const thread = this.threads.find((t) => t.detail.row.participants.some((p) => p.id === kept));
    const people = thread?.detail.row.participants ?? [];
    const [to, other] = [people.find((p) => p.id === kept), people.find((p) => p.id === id)];
    if (!thread || !to || !other || to === other) return false;
    const own = other.messages - other.joined.reduce((sum, joined) => sum + joined.messages, 0);
    to.joined.push({ id: other.id, name: other.name, key: other.key, messages: own }, ...other.joined);
    to.messages += other.messages;
    thread.detail.row.participants = people.filter((p) => p !== other);
    this.#roles.set(other.id, other.role);
    for (const message of thread.messages.filter((m) => m.sender === other.name)) {
      const stated_sender = message.stated_sender ?? message.sender;
      Object.assign(message, { sender: to.name, role: to.role, stated_sender });
    }
    return true;
  }

  #separate(id: string): boolean {
    for (const { detail, messages } of this.threads)
      for (const kept of detail.row.participants) {
        const one = kept.joined.find((joined) => joined.id === id);
        if (!one) continue;
        kept.joined = kept.joined.filter((joined) => joined !== one);
        kept.messages -= one.messages;
        const role = this.#roles.get(one.id) ?? kept.role;
        detail.row.participants.push({ ...one, role, joined: [] });
        for (const message of messages.filter((m) => m.stated_sender === one.name))
          Object.assign(message, { sender: one.name, role, stated_sender: null });
        return true;
      }
    return false;
  }

  #apply(target: string, edit: AnnotationEdit): boolean {
    const thread = this.threads.find((t) => t.detail.row.id === target);
    const on = thread?.detail.row ?? this.threads.flatMap((t) => t.messages).find((m) => m.id === target);
    if (!on) return false;
    const before = JSON.stringify([on, thread?.detail.note]);
    if (edit.edit === 'add_tag') on.tags = [...new Set([...on.tags, edit.tag])].sort();
    if (edit.edit === 'remove_tag') on.tags = on.tags.filter((tag) => tag !== edit.tag);
    if (edit.edit === 'set_ticket') on.ticket = edit.ticket;
    if (edit.edit === 'set_category')
      on.category = this.categories.find((c) => c.id === edit.category) ?? null;
    if (edit.edit === 'set_star') on.starred = edit.starred;
    if (edit.edit === 'set_note') Object.assign(thread ? thread.detail : on, { note: edit.note });
    return JSON.stringify([on, thread?.detail.note]) !== before;
  }

  #snapshot(act: string): Snapshot {
    const { threads, categories, saved } = this;
    return { act, changed: 0, threads: clone(threads), categories: clone(categories), saved: clone(saved) };
  }

  #done(before: Snapshot, changed: number): Receipt {
    if (changed > 0) {
      this.#undo.push({ ...before, changed });
      this.#redo = [];
    }
    return { act: before.act, changed };
  }

  #step(from: Snapshot[], to: Snapshot[]): Receipt | null {
    const state = from.pop();
    if (!state) return null;
    to.push({ ...this.#snapshot(state.act), changed: state.changed });
    this.threads = state.threads;
    this.categories = state.categories;
    this.saved = state.saved;
    return { act: state.act, changed: state.changed };
  }
}
