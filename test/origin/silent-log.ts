/** A log that nobody reads. */
import type { Log } from "../../src/ports/log.ts";

const nothing = (): void => undefined;

export const silentLog: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLog,
};
