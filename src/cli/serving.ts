/** A daemon that has come up: its ready line, and what the service manager is told from then on. */
import type { SpeakerStatus } from "../player/model.ts";
import { Heartbeat, type Watched } from "./heartbeat.ts";
import type { Machine } from "./machine.ts";

/** Says that the daemon is ready to serve; the result, disposed, that it stops. */
export async function beginServing(
  machine: Machine,
  line: object,
  watched: Watched,
): Promise<Disposable> {
  const manager = await machine.openServiceManager();
  // The one line that says a daemon is ready (CONTRACT.md, Daemons).
  machine.terminal.out.write(`${JSON.stringify(line)}\n`);
  const heartbeat = manager && new Heartbeat({ ...machine, manager }, watched);
  return {
    [Symbol.dispose](): void {
      heartbeat?.[Symbol.dispose]();
      manager?.[Symbol.dispose]();
    },
  };
}

/** What `systemctl status` shows of a speaker; titles stay out of the journal. */
export function speakerStatusLine({ speaker, state, output }: SpeakerStatus): string {
  const trouble = output.trouble === null ? "" : `; no sound: ${output.trouble}`;
  return `${speaker.name}: ${state}${trouble}`;
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
