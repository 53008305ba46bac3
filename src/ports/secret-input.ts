/** Where passphrases come from: what nobody may see on a command line, in a log or on a screen. */
export interface SecretInput {
  /**
   * Asks on the terminal and shows nothing of the answer. Undefined where there is no terminal.
   * Rejects with `signal.reason` when aborted.
   */
  ask(prompt: string, signal: AbortSignal): Promise<string | undefined>;
  /** What stdin brings, at most `bytesMax` of it. */
  readAll(bytesMax: number, signal: AbortSignal): Promise<Uint8Array>;
}
