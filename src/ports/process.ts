/** Programs that are run: ffmpeg at the origin. */
export interface ProcessResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  /** The last 64 KiB. */
  readonly stderr: string;
}

export interface ProcessRunner {
  /**
   * Runs to the end, killed when `signal` aborts. Throws ProcessError `not-installed` when there is
   * no such program. `onStderrLine` sees each line as it comes.
   */
  run(
    command: readonly string[],
    options: { readonly onStderrLine?: (line: string) => void; readonly niceness?: number },
    signal: AbortSignal,
  ): Promise<ProcessResult>;
  /** Cores of the machine. */
  readonly cores: number;
}
