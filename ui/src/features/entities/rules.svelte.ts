/** The rules of recognition while they are edited: nothing counts before it is saved, as saving looks through all messages. */
import type { ApiError, Backend, EntityMark, EntityRule } from '../../backend';
import { asApiError } from '../../i18n';

export class Rules {
  builtIn = $state.raw<EntityRule[]>();
  own = $state.raw<EntityRule[]>([]);
  error = $state.raw<ApiError>();
  state = $state<'idle' | 'saving' | 'saved'>('idle');
  changed = $state(false);
  /** What was found in the text that a pattern is tried on. */
  found = $state.raw<EntityMark[]>();

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    await this.#take(() => this.backend.entityRules());
    this.state = 'idle';
  }

  toggle(rule: EntityRule): void {
    const turn = (one: EntityRule) => (one === rule ? { ...one, enabled: !one.enabled } : one);
    this.builtIn = this.builtIn?.map(turn);
    this.own = this.own.map(turn);
    this.#edited();
  }

  remove(rule: EntityRule): void {
    this.own = this.own.filter((one) => one !== rule);
    this.#edited();
  }

  /** Adds an own rule; whether it can be used is asked first. */
  async add(rule: EntityRule): Promise<boolean> {
    if (!(await this.try(rule.kind, rule.pattern, ''))) return false;
    this.own = [...this.own, rule];
    this.found = undefined;
    this.#edited();
    return true;
  }

  async try(kind: string, pattern: string, sample: string): Promise<boolean> {
    this.error = this.found = undefined;
    try {
      this.found = await this.backend.tryEntityRule({ kind, pattern, sample });
      return true;
    } catch (thrown) {
      this.error = asApiError(thrown);
      return false;
    }
  }

  async save(): Promise<boolean> {
    this.state = 'saving';
    const off = (this.builtIn ?? []).filter(({ enabled }) => !enabled).map(({ name }) => name);
    const saved = await this.#take(() => this.backend.saveEntityRules({ off, own: this.own }));
    this.state = saved ? 'saved' : 'idle';
    return saved;
  }

  #edited(): void {
    this.changed = true;
    this.state = 'idle';
  }

  async #take(ask: () => ReturnType<Backend['entityRules']>): Promise<boolean> {
    this.error = undefined;
    try {
      const { built_in, own } = await ask();
      Object.assign(this, { builtIn: built_in, own, changed: false });
      return true;
    } catch (thrown) {
      this.error = asApiError(thrown);
      return false;
    }
  }
}
