/**
 * `ctl remote`: the full screen of a terminal as a remote. Shell around
 * remote-view.ts: keys in, commands out, redrawn at each change and every second.
 *
 * Whatever ends it, the terminal is as it was before.
 */
import { describeError } from "../base/errors.ts";
import { usPerS } from "../base/units.ts";
import { ControlError } from "../control/errors.ts";
import { Replica } from "../control/replica.ts";
import type { PlayerCommand, Topic } from "../player/model.ts";
import type { Cancel } from "../ports/clock.ts";
import type { Ctl } from "./ctl-open.ts";
import { painter, plainText } from "./format.ts";
import { keysOf } from "./remote-keys.ts";
import {
  firstView,
  press,
  type RemoteFacts,
  type RemoteView,
  renderRemote,
} from "./remote-view.ts";

/** The place in the track moves by itself; a second is what it shows. */
const redrawUs = usPerS;
/** What a command came to is shown so long. */
const noteUs = 4 * usPerS;

/** Alternate screen, no cursor, long lines cut (xterm: DECSET 1049, DECTCEM, DECAWM). */
const enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/** Has the speaker do it; throws ControlError where it does not. */
type Accept = (command: PlayerCommand) => Promise<{ readonly message: string }>;

/** Resolves when `q` is pressed; rejects with `signal.reason`, and with ControlError when the speaker goes. */
export async function remoteControl(
  ctl: Ctl,
  accepted: Accept,
  signal: AbortSignal,
): Promise<void> {
  const { terminal, keys } = ctl.ports;
  const screen = new RemoteScreen(ctl, accepted);
  const input = terminal.out.isTty ? keys.open((text) => screen.typed(text)) : undefined;
  if (input === undefined)
    throw new ControlError("refused", "there is no terminal to draw on", {
      remedy: "follow a speaker in a pipe with: nightjar ctl watch",
    });
  terminal.out.write(enter);
  try {
    await screen.run(signal);
  } finally {
    terminal.out.write(leave);
    input[Symbol.dispose]();
  }
}

class RemoteScreen {
  readonly #ctl: Ctl;
  readonly #accepted: Accept;
  readonly #replica = new Replica();
  #facts: RemoteFacts | undefined;
  #view: RemoteView = firstView;
  #note = "";
  #notedUs = 0;
  #hasQuit = false;
  #queueIsOld = true;
  #wake: () => void = () => undefined;
  #isWoken = false;

  constructor(ctl: Ctl, accepted: Accept) {
    this.#ctl = ctl;
    this.#accepted = accepted;
  }

  typed(text: string): void {
    for (const key of keysOf(text)) {
      if (this.#facts === undefined) {
        if ("key" in key && key.key === "interrupt") this.#hasQuit = true;
        continue;
      }
      const { view, command, quit } = press(this.#view, key, this.#facts);
      this.#view = view;
      if (quit) this.#hasQuit = true;
      if (command !== undefined) void this.#do(command);
    }
    this.#next();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { client, ports } = this.#ctl;
    let ended: string | undefined;
    const ending = client.ended.then(({ message }) => {
      ended = message;
      this.#next();
    });
    signal.addEventListener("abort", () => this.#next(), { once: true });
    await client.subscribe({ replica: this.#replica, onChange: (topics) => this.#changed(topics) });
    while (!this.#hasQuit && ended === undefined && !signal.aborted) {
      await this.#look();
      this.#draw();
      const cancel = ports.clock.after(redrawUs, () => this.#next());
      await this.#woken(cancel);
    }
    if (this.#hasQuit) return;
    signal.throwIfAborted();
    await ending;
    throw new ControlError("connection-lost", ended || "the speaker closed the connection");
  }

  #changed(topics: readonly Topic[]): void {
    if (topics.includes("queue")) this.#queueIsOld = true;
    this.#next();
  }

  #next(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async #woken(cancel: Cancel): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#isWoken) resolve();
    });
    this.#isWoken = false;
    cancel();
  }

  /** Asks for what may have changed. */
  async #look(): Promise<void> {
    const { remote } = this.#ctl;
    const queueIsOld = this.#queueIsOld;
    this.#queueIsOld = false;
    const status = await remote.status();
    const queue = queueIsOld ? await remote.queue() : (this.#facts?.queue ?? []);
    const query = this.#view.query ?? "";
    // Asked each time: what an origin brings meanwhile is found, too.
    const found = { query, tracks: query === "" ? [] : await remote.firstMatches(query) };
    this.#facts = { status, queue, found };
  }

  #draw(): void {
    if (this.#facts === undefined) return;
    const { terminal, clock } = this.#ctl.ports;
    const { columns, rows, colour } = terminal.out;
    const isFresh = clock.nowUs() - this.#notedUs < noteUs;
    const note = isFresh ? this.#note : "";
    const size = { columns, rows, paint: painter(colour) };
    const lines = renderRemote(this.#view, this.#facts, note, size);
    terminal.out.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`);
  }

  async #do(command: PlayerCommand): Promise<void> {
    try {
      const { message } = await this.#accepted(command);
      this.#say(message);
    } catch (error) {
      this.#say(`! ${describeError(error)}`);
    }
  }

  #say(words: string): void {
    if (words === "") return;
    this.#note = plainText(words);
    this.#notedUs = this.#ctl.ports.clock.nowUs();
    this.#next();
  }
}
