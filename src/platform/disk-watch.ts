/**
 * Hints that something below a folder changed, by the kernel where it can.
 * Errors end the hints with one line in the log: the caller polls anyway.
 */
import { accessSync, type FSWatcher, watch } from "node:fs";
import type { Log } from "../ports/log.ts";

/** A copied album comes as thousands of events; one hint in this time is enough. */
const quietMs = 200;

export function watchFolder(path: string, changed: () => void, log: Log): AsyncDisposable {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    watcher?.close();
    watcher = undefined;
  };
  const fail = (error: unknown): void => {
    log.warn("watch-failed", { path, why: String(error) });
    stop();
  };
  try {
    // Node 24 watches a folder that is not there without a word.
    accessSync(path);
    watcher = watch(path, { recursive: true, persistent: false }, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, quietMs);
    });
    watcher.on("error", fail);
  } catch (error) {
    fail(error);
  }
  return {
    async [Symbol.asyncDispose]() {
      stop();
    },
  };
}
