/**
 * Structured log: an event name and fields, one JSON line each on stderr.
 * Never a secret, never a track title at `info` or above.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The same log with a component name. */
  child(component: string): Log;
}
