/** The commands of `ctl` that show or pair something and play nothing. */
import { ControlError } from "../control/errors.ts";
import type { SeenSpeaker } from "../player/model.ts";
import type { Terminal } from "../ports/terminal.ts";
import type { Ctl } from "./ctl-open.ts";
import { openPairing, pairOwnKey } from "./ctl-pair.ts";
import { painter } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { CtlCommand } from "./options.ts";
import * as lists from "./render-lists.ts";
import { pinRow, renderPins } from "./render-pins.ts";
import { renderStatus } from "./render-status.ts";

type Asking = Exclude<
  CtlCommand,
  {
    name:
      | "watch"
      | "remote"
      | "player"
      | "seek"
      | "volume"
      | "quality"
      | "queue-add"
      | "queue-remove"
      | "queue-move"
      | "queue-play"
      | "queue-undo"
      | "pin"
      | "unpin"
      | "collection"
      | "tone"
      | "loudness"
      | "announce"
      | "pair-code";
  }
>;

export async function ask(ctl: Ctl, command: Asking, signal: AbortSignal): Promise<void> {
  const { remote } = ctl;
  const page = pageOf(ctl.ports.terminal);
  const show = showing(ctl);
  switch (command.name) {
    case "status": {
      const status = await remote.status();
      return show(status, () => renderStatus(status, ctl.ports.terminal.out.columns, page.paint));
    }
    case "queue": {
      const items = await remote.queue();
      const { queue } = await remote.status();
      const rows = items.map(({ id, track, here, addedBy }, index) => {
        return { id, index, track, here, addedBy };
      });
      return show(rows, () => lists.renderQueue(items, queue.index, page));
    }
    case "library": {
      const tracks = await remote.library(command.query);
      return show(tracks, () => lists.renderLibrary(tracks, page));
    }
    case "browse": {
      const list = await remote.browse(command.path, command.query);
      if (list.kind === "tracks")
        return show(list.tracks, () => lists.renderLibrary(list.tracks, page));
      const shelves = list.shelves.map(({ artwork, ...shelf }) => {
        return { id: shelf.ref, ...shelf, artwork: artwork ?? null };
      });
      return show(shelves, () => lists.renderShelves(list.shelves, page));
    }
    case "speakers":
      return showSpeakers(ctl.ports.terminal, await remote.speakers(), ctl.json);
    case "revoke":
      await revoke(ctl, command.id);
      return show({ ok: true, id: command.id }, () => [`${command.id} is out`]);
    case "pair":
      return await pairOwnKey(ctl, command.as);
    case "pair-open":
      return await openPairing(ctl, command);
    case "pair-close":
      await remote.closePairing();
      return show({ ok: true }, () => ["no code is good now"]);
    case "leave": {
      const { speaker } = await remote.status();
      if (!command.yes) await confirmLeave(ctl, speaker.name, signal);
      const note = await remote.leave();
      const words = `${speaker.name} has left its household; start it with --join to be in another one`;
      return show({ ok: true, note }, () => (note === "" ? [words] : [words, `! ${note}`]));
    }
    case "history":
    case "alarm":
    case "pins":
    case "clients":
    case "events":
    case "diag":
    case "audit":
      return await report(ctl, command.name);
  }
}

type Report = "history" | "alarm" | "pins" | "clients" | "events" | "diag" | "audit";

/** What is asked for and shown whole. */
async function report(ctl: Ctl, what: Report): Promise<void> {
  const { remote } = ctl;
  const page = pageOf(ctl.ports.terminal);
  const show = showing(ctl);
  switch (what) {
    case "history": {
      const plays = await remote.history();
      const rows = plays.map((play) => ({ id: play.track.id, ...play }));
      return show(rows, () => lists.renderHistory(plays, page));
    }
    case "alarm": {
      const { alarms, ringing, zone } = (await remote.status()).sound;
      const rows = alarms.map((alarm) => ({ ...alarm, ringing: ringing?.id === alarm.id }));
      return show(rows, () => lists.renderAlarms(rows, zone));
    }
    case "pins": {
      const pins = await remote.pins();
      return show(pins.map(pinRow), () => renderPins(pins, page));
    }
    case "clients": {
      const clients = await remote.clients();
      return show(clients, () => lists.renderClients(clients, page));
    }
    case "events": {
      const events = await remote.events();
      return show(events, () => lists.renderEvents(events));
    }
    case "diag": {
      const diagnostics = await remote.diagnostics();
      return show(diagnostics, () => [JSON.stringify(diagnostics, undefined, 2)]);
    }
    case "audit": {
      const rows = await remote.audit();
      return show(rows, () => lists.renderAudit(rows, page));
    }
  }
}

/** Writes a document for programs, or lines for people. */
function showing({ ports, json }: Ctl) {
  return (document: unknown, lines: () => readonly string[]): void =>
    ports.terminal.out.write(json ? jsonLine(document) : `${lines().join("\n")}\n`);
}

/** Whoever puts out itself hears no answer: its connection ends as revoked, and that is the answer. */
async function revoke({ client, remote }: Ctl, id: string): Promise<void> {
  try {
    await remote.revoke(id);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    if (error.code === "refused" && error.remedy === undefined)
      throw new ControlError("refused", error.message, {
        remedy: "see who is paired, and their ids, with: nightjar ctl clients",
      });
    const end = await Promise.race([client.ended, Promise.resolve(undefined)]);
    if (error.code !== "connection-lost" || end?.reason !== "revoked") throw error;
  }
}

/** Throws ControlError where the answer is not yes, or nobody is there to give it. */
async function confirmLeave({ ports }: Ctl, name: string, signal: AbortSignal): Promise<void> {
  const question = `${name} forgets its household, its queue and its cached music. Type yes to go on: `;
  const answer = await ports.secrets.ask(question, signal);
  if (answer?.trim().toLowerCase() === "yes") return;
  const why = answer === undefined ? "there is no terminal to ask on" : "nothing was changed";
  throw new ControlError("refused", why, { remedy: "add --yes if you mean it" });
}

function pageOf({ out }: Terminal): lists.Page {
  const width = out.isTty ? out.columns : Number.POSITIVE_INFINITY;
  return { width, paint: painter(out.colour) };
}

export function showSpeakers(
  terminal: Terminal,
  speakers: readonly SeenSpeaker[],
  json: boolean,
): void {
  const lines = (): string => `${lists.renderSpeakers(speakers, pageOf(terminal)).join("\n")}\n`;
  terminal.out.write(json ? jsonLine(speakers) : lines());
}
