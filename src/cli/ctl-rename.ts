/** `ctl rename`: what people call the speaker, shown or changed; and what this user's remote remembers of it. */
import { SpeakerError } from "../base/errors.ts";
import { type Ctl, type CtlPorts, knownSpeakers } from "./ctl-open.ts";
import { plainText } from "./format.ts";
import { jsonLine } from "./json-line.ts";

/** `name` undefined: shows it; empty: as the speaker was started. `tell` throws ControlError `refused`. */
export async function rename(
  { ports, remote, json }: Ctl,
  name: string | undefined,
  tell: (name: string) => Promise<{ readonly seq: number }>,
): Promise<void> {
  const seq = name === undefined ? undefined : (await tell(name)).seq;
  const { speaker } = await remote.status();
  if (seq !== undefined) await keepName(ports, speaker);
  const document = { ok: true, ...(seq === undefined ? {} : { seq }), name: speaker.name };
  ports.terminal.out.write(json ? jsonLine(document) : `${plainText(speaker.name)}\n`);
}

/** A speaker that was renamed is found by its new name, also where no multicast tells it. */
export async function keepName(
  ports: CtlPorts,
  speaker: { readonly id: string; readonly name: string },
): Promise<void> {
  try {
    await knownSpeakers(ports).rename(speaker.id, speaker.name);
  } catch (error) {
    // A home that takes no file is no reason not to control the speaker.
    if (!(error instanceof SpeakerError)) throw error;
  }
}
