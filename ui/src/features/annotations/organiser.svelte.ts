/** Organising: every act is one undoable step, said in a notice that offers to take it back. */
import type { AnnotationEdit, Backend, Receipt } from '../../backend';
import { asApiError, sentence, t, tcode } from '../../i18n';
import type { Notices } from '../notices';

export class Organiser {
  constructor(
    private readonly backend: Backend,
    private readonly notices: Notices,
    /** Called after anything changed. */
    private readonly changed: () => Promise<void>,
  ) {}

  annotate(targets: string[], edit: AnnotationEdit): Promise<void> {
    return this.act(() => this.backend.annotate({ targets, edit }));
  }

  /** Runs an act that can be undone. */
  async act(run: () => Promise<Receipt>): Promise<void> {
    try {
      const receipt = await run();
      if (receipt.changed === 0) {
        this.notices.say(t('toast.unchanged'));
        return;
      }
      await this.changed();
      this.notices.say(t('toast.changed', { act: name(receipt), n: receipt.changed }), {
        label: t('common.undo'),
        run: () => void this.undo(),
      });
    } catch (thrown) {
      this.notices.say(sentence(asApiError(thrown)));
    }
  }

  async undo(): Promise<void> {
    await this.#step(() => this.backend.undo(), 'toast.undone', 'toast.nothing_to_undo');
  }

  async redo(): Promise<void> {
    await this.#step(() => this.backend.redo(), 'toast.redone', 'toast.nothing_to_redo');
  }

  async #step(
    run: () => Promise<Receipt | null>,
    done: 'toast.undone' | 'toast.redone',
    nothing: 'toast.nothing_to_undo' | 'toast.nothing_to_redo',
  ) {
    try {
      const receipt = await run();
      if (receipt) await this.changed();
      this.notices.say(receipt ? t(done, { act: name(receipt) }) : t(nothing));
    } catch (thrown) {
      this.notices.say(sentence(asApiError(thrown)));
    }
  }
}

function name(receipt: Receipt): string {
  return tcode('act', receipt.act, 'act.other');
}
