/**
 * `ctl watch`: the status at each change, until it is stopped. A speaker that
 * goes away is an end with an error, so that scripts notice.
 */
import { ControlError } from "../control/errors.ts";
import { Replica } from "../control/replica.ts";
import type { Topic } from "../player/model.ts";
import type { Ctl } from "./ctl-open.ts";
import { jsonLine } from "./json-line.ts";
import { renderChange } from "./render-status.ts";

/** Rejects with `signal.reason` when stopped, with ControlError when the speaker goes. */
export async function watch(ctl: Ctl, signal: AbortSignal): Promise<void> {
  const replica = new Replica();
  const changed = new Set<Topic>();
  let wake: () => void = () => undefined;
  const onChange = (topics: readonly Topic[]): void => {
    for (const topic of topics) changed.add(topic);
    wake();
  };
  await ctl.client.subscribe({ replica, onChange });
  let ended: string | undefined;
  const ending = ctl.client.ended.then(({ message }) => {
    ended = message;
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  while (ended === undefined && !signal.aborted) {
    // Changes that come while a status is on its way are one line.
    if (changed.size > 0) await show(ctl, changed, replica);
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  signal.throwIfAborted();
  await ending;
  throw new ControlError("connection-lost", ended || "the speaker closed the connection");
}

async function show(ctl: Ctl, changed: Set<Topic>, replica: Replica): Promise<void> {
  const topics = [...changed];
  changed.clear();
  const status = await ctl.remote.status();
  const { out } = ctl.ports.terminal;
  const { seq, state } = replica;
  const document = { ...status, seq, changed: topics, undo: state?.queue.undo ?? null };
  out.write(ctl.json ? jsonLine(document) : `${renderChange(status)}\n`);
}
