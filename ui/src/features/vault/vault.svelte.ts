/** Whether the window shows the doors, the lock or the library, and the ways between them. */
import type { ApiError, Backend, Language, RecoveryPhrase, UnlockWays, VaultStatus } from '../../backend';
import { asApiError, language } from '../../i18n';

export class Vault {
  status = $state<VaultStatus>();
  /** Why the state itself could not be read. */
  error = $state<ApiError>();

  /** A vault that is open and not yet entered: recovery words are offered first. */
  #created: VaultStatus | undefined;

  constructor(readonly backend: Backend) {}

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
  async create(password: string, path: string | null, inbox: string | null): Promise<void> {
    this.#created = await this.backend.createVault({ path, password, language: language() });
    if (inbox === null) return;
    // The vault is there whether the folder can be made or not; the status bar says that it is not watched.
    await this.backend.setInbox({ folder: inbox, on: true }).catch(() => undefined);
  }

  /** Makes recovery words for the vault that was just created. */
  async recoveryWords(password: string, list: Language): Promise<RecoveryPhrase> {
    const operation = { operation: 'make_recovery_words' } as const;
    const grant = await this.backend.confirm({ operation, password });
    return this.backend.makeRecoveryWords({ language: list }, grant);
  }

  /** Goes into the vault that was just created. */
  enter(): void {
    if (this.#created) this.#now(this.#created);
    this.#created = undefined;
  }

  async open(password: string, path: string | null): Promise<void> {
    this.#now(await this.backend.openVault({ path, password }));
  }

  async recover(words: string, password: string, path: string | null): Promise<void> {
    this.#now(await this.backend.recoverVault({ path, words, password }));
  }

  async openWithKeychain(path: string | null): Promise<void> {
    this.#now(await this.backend.openWithKeychain({ path }));
  }

  /** The ways in beside the password; `undefined` where they cannot be told, as the lock itself then says. */
  async ways(path: string | null): Promise<UnlockWays | undefined> {
    try {
      return await this.backend.unlockWays({ path });
    } catch {
      return undefined;
    }
  }

  /** Takes the state that another way than these led to. */
  entered(status: VaultStatus): void {
    this.#now(status);
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

  /** The folder that is offered for the in-box; `null` where none can be named. */
  async suggestInbox(name: string): Promise<string | null> {
    return this.backend.suggestInbox(name).catch(() => null);
  }

  pickInbox(): Promise<string | null> {
    return this.backend.pickInboxFolder();
  }

  pickFolder(): Promise<string | null> {
    return this.backend.pickVaultFolder();
  }
}
