/** Whether the window shows the doors, the lock or the library, and the ways between them. */
import type { ApiError, Backend, VaultStatus } from '../../backend';
import { asApiError, language } from '../../i18n';

export class Vault {
  status = $state<VaultStatus>();
  /** Why the state itself could not be read. */
  error = $state<ApiError>();

  constructor(private readonly backend: Backend) {}

  listen(): () => void {
    return this.backend.onVault((status) => this.#now(status));
  }

  async load(): Promise<void> {
    try {
      this.#now(await this.backend.vaultStatus());
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
  }

  /** These reject with what to show beside the form. */
  async create(password: string, path: string | null): Promise<void> {
    this.#now(await this.backend.createVault({ path, password, language: language() }));
  }

  async open(password: string, path: string | null): Promise<void> {
    this.#now(await this.backend.openVault({ path, password }));
  }

  async demo(): Promise<void> {
    this.#now(await this.backend.openDemo());
  }

  async lock(): Promise<void> {
    this.#now(await this.backend.lockVault());
  }

  #now(status: VaultStatus): void {
    this.status = status;
    this.error = undefined;
  }

  pickFolder(): Promise<string | null> {
    return this.backend.pickVaultFolder();
  }
}
