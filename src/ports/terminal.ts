/**
 * Where a program's words go: results on `out`, everything else on `err`.
 * What is a terminal may be drawn on; what is not gets plain lines.
 */
export interface TerminalStream {
  write(text: string): void;
  readonly isTty: boolean;
  /** Columns, now; 80 where nobody knows. */
  readonly columns: number;
  /** Lines, now; 24 where nobody knows. */
  readonly rows: number;
  /** Whether colours are welcome: a terminal, and neither NO_COLOR nor TERM=dumb (no-color.org). */
  readonly colour: boolean;
}

export interface Terminal {
  readonly out: TerminalStream;
  readonly err: TerminalStream;
  /** Aborts when nobody reads `out` any more, as behind `| head`. */
  readonly closed: AbortSignal;
}
