/** Organising: every act is one undoable step, said in a notice that offers to take it back. */
import type { AnnotationEdit, ApiError, Backend, Receipt } from '../../backend';
import { asApiError, sentence, t, tcode } from '../../i18n';
import type { Notices } from '../notices';

export class Organiser {
  /** Acts that the engine has not answered yet. */
  #pending = new Set<Promise<unknown>>();
  /** The notice that offers to take back the latest act. */
  #offered = 0;

  constructor(
    private readonly backend: Backend,
    private readonly notices: Notices,
    /** Called after anything changed, with what kind of act did it. */
    private readonly changed: (act: string) => Promise<void>,
  ) {}

  annotate(targets: string[], edit: AnnotationEdit): Promise<void> {
    return this.act(() => this.backend.annotate({ targets, edit }));
  }

  /** Says that `other` is the same person as `kept`, under whose name both stand. */
  join(kept: string, other: string): Promise<void> {
    return this.act(() => this.backend.samePerson({ participants: [other], kept }));
  }

  /** Says that a participant is the same person as no other. */
  separate(participant: string): Promise<void> {
    return this.act(() => this.backend.samePerson({ participants: [participant], kept: null }));
  }

  /** Runs an act that can be undone; a problem is said in a notice. */
  async act(run: () => Promise<Receipt>): Promise<void> {
    const problem = await this.attempt(run);
    if (problem) this.notices.say(sentence(problem));
  }

  /** The same for a place that says itself what the problem is. */
  async attempt(run: () => Promise<Receipt>): Promise<ApiError | undefined> {
    try {
      const receipt = await this.#awaited(run());
      if (receipt.changed === 0) this.notices.say(t('toast.unchanged'));
      else await this.#done(receipt);
      return undefined;
    } catch (thrown) {
      return asApiError(thrown);
    }
  }

  /** Once every act that was begun is stored or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  async undo(): Promise<void> {
    await this.#step(() => this.backend.undo(), 'toast.undone', 'toast.nothing_to_undo');
  }

  async redo(): Promise<void> {
    await this.#step(() => this.backend.redo(), 'toast.redone', 'toast.nothing_to_redo');
  }

  /** Undo takes back the latest act, so only the latest notice may offer it. */
  async #done(receipt: Receipt): Promise<void> {
    this.notices.withdraw(this.#offered);
    await this.changed(receipt.act);
    this.notices.withdraw(this.#offered);
    this.#offered = this.notices.say(t('toast.changed', { act: name(receipt), n: receipt.changed }), {
      label: t('common.undo'),
      run: () => void this.undo(),
    });
  }

  async #awaited<T>(act: Promise<T>): Promise<T> {
    this.#pending.add(act);
    try {
      return await act;
    } finally {
      this.#pending.delete(act);
    }
  }

  async #step(
    run: () => Promise<Receipt | null>,
    done: 'toast.undone' | 'toast.redone',
    nothing: 'toast.nothing_to_undo' | 'toast.nothing_to_redo',
  ) {
    try {
      const receipt = await this.#awaited(run());
      if (receipt) {
        this.notices.withdraw(this.#offered);
        await this.changed(receipt.act);
      }
      this.notices.say(receipt ? t(done, { act: name(receipt) }) : t(nothing));
    } catch (thrown) {
      this.notices.say(sentence(asApiError(thrown)));
    }
  }
}

function name(receipt: Receipt): string {
  return tcode('act', receipt.act, 'act.other');
}
