/** The counts of the whole vault that the sidebar shows. */
import type { Backend, Overview } from '../../backend';

export class Library {
  overview = $state<Overview>();

  constructor(private readonly backend: Backend) {}

  /** Asks again. A failure leaves the last counts; the list says what is wrong. */
  async load(): Promise<void> {
    try {
      this.overview = await this.backend.overview();
    } catch {
      // The list asks at the same time and shows the reason.
    }
  }
}
