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

/** A program whose input and output are read and written while it runs. */
export interface PipedProgram {
  /** Resolves when there is room for more; false where the program reads no more. The bytes may not be changed before. */
  write(bytes: Uint8Array): Promise<boolean>;
  /** Its input is over. */
  end(): void;
  /** The next piece of its output, which the caller may keep; undefined once it has ended. It waits while nobody reads. */
  read(): Promise<Uint8Array | undefined>;
  /** The last 64 KiB of what it said. */
  readonly stderr: string;
  /** Safe to call twice, and when it has ended. */
  kill(): void;
}

export interface PipedPrograms {
  /** A program that cannot be started has an output that is at its end, and says why in `stderr`. */
  start(command: readonly string[], niceness: number): PipedProgram;
}
