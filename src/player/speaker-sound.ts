/** The sound desk of a speaker, with its commands, joined to the speaker's player and clocks. */
import type { Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { Actor } from "./actor.ts";
import type { CommandExecutor } from "./commands.ts";
import type { CommandOutcome, PlaybackCommand, Topic } from "./model.ts";
import type { Player } from "./player.ts";
import type { SoundCommand, SoundReport } from "./sound/model.ts";
import { SoundCommands } from "./sound/sound-commands.ts";
import { SoundDesk } from "./sound/sound-desk.ts";
import { soundReport } from "./sound/sound-report.ts";
import type { SpeakerParts } from "./speaker-parts.ts";

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly entropy: Entropy;
  /** The machine's time zone; UTC where it is absent. */
  readonly zone?: (() => string) | undefined;
}

interface About {
  readonly player: Player;
  readonly music: CommandExecutor;
  /** The household's time zone; the machine's where it has none. */
  readonly zone: () => string | undefined;
  readonly changed: (topics: readonly Topic[]) => void;
}

export class SpeakerSound {
  readonly desk: SoundDesk;
  readonly #clock: Clock;
  readonly #player: Player;
  readonly #music: CommandExecutor;
  readonly #commands: SoundCommands;
  readonly #unsubscribe: () => void;

  constructor(
    { clock, log, entropy, zone: ownZone }: Ports,
    { sink, sound: store, time }: SpeakerParts,
    { player, music, zone, changed }: About,
  ) {
    this.#clock = clock;
    this.#player = player;
    this.#music = music;
    this.desk = new SoundDesk({
      ...{ clock, log, sink, player, store, changed },
      zone: () => zone() ?? ownZone?.() ?? "UTC",
      time: () => time.now(),
      play: (what) => {
        const { code, message } = music.execute({ kind: "play", what });
        return code === "ok" ? undefined : message;
      },
    });
    this.#commands = new SoundCommands(this.desk, entropy);
    this.#unsubscribe = sink.onEvent((event) => {
      if (event.kind === "input") changed(["system"]);
      // A card that goes or comes stops the music, or lets it go on.
      if (event.kind === "device") changed(["player", "system"]);
    });
  }

  /** After the player has its state back. `played`: it was playing when that was saved. */
  start(played: boolean): void {
    this.desk.start();
    if (played && this.desk.resumes && this.desk.bell.alarm === undefined) this.#player.resume();
  }

  execute(
    command: PlaybackCommand | SoundCommand,
    by: string,
    actor: Actor | undefined,
  ): CommandOutcome {
    return this.#commands.execute(command, actor, (music) => this.#music.execute(music, by));
  }

  /** Resolves when what was set is on the card. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await this.desk.close();
  }

  report(): SoundReport {
    return soundReport(this.desk, this.#clock.nowUs());
  }
}
