/**
 * What people do at a speaker's front, carried out on its one model, and what the
 * front shows of it (docs/HARDWARE.md). Joins a board to a speaker; it decides
 * neither gestures nor lights (board/), nor how loud it may be (the volume guard).
 *
 * Bounds: actionsMax commands wait for their answers; what is pressed beyond that is refused.
 */
import { attentionChime } from "../audio/chime.ts";
import { unreachable } from "../base/assert.ts";
import { describeError } from "../base/errors.ts";
import { usPerMs } from "../base/units.ts";
import { actionsMax, viewDelayUs, volumeStep } from "../board/limits.ts";
import type { Feedback, PanelAction, PanelView } from "../board/panel.ts";
import type { ButtonAction } from "../board/profile.ts";
import type { CommandOutcome, PlayerCommand, SpeakerModel, Topic } from "../player/model.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Actor, Audit } from "./audit.ts";
import { auditWords } from "./audit-words.ts";
import type { PairingDesk } from "./pairing-desk.ts";

/** The front, as board/ has it. */
export interface Front {
  attach(act: (action: PanelAction) => void): void;
  see(view: PanelView): void;
  answer(what: Feedback): void;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly model: Pick<SpeakerModel, "status" | "execute" | "say" | "subscribe">;
  readonly pairing: Pick<PairingDesk, "openByButton" | "facts" | "watch">;
  readonly audit: Pick<Audit, "note">;
  /** Somebody held the button for a factory reset to its end. */
  readonly reset: () => void;
}

/** Nobody has a name at the front. */
const byButton: Actor = { kind: "button", clientId: "", name: "" };
/** Who stands before the speaker may what a member may; the volume guard holds for all. */
const atFront = { role: "member" } as const;
const shown: ReadonlySet<Topic> = new Set(["player", "volume", "system"]);

export class FrontPanel implements Disposable {
  readonly #parts: Parts;
  readonly #front: Front;
  readonly #unsubscribe: () => void;
  #looking: Cancel | undefined;
  #pairingEnds: Cancel | undefined;
  #waiting = 0;
  #isOpen = true;

  constructor(parts: Parts, front: Front) {
    this.#parts = parts;
    this.#front = front;
    front.attach((action) => this.#act(action));
    this.#unsubscribe = parts.model.subscribe((topics) => {
      if (topics.some((topic) => shown.has(topic))) this.#lookSoon();
    });
    parts.pairing.watch(() => this.#look());
    this.#look();
  }

  /** From now on nothing that is pressed does anything. */
  [Symbol.dispose](): void {
    this.#isOpen = false;
    this.#front.attach(() => undefined);
    this.#unsubscribe();
    this.#looking?.();
    this.#pairingEnds?.();
  }

  #act(action: PanelAction): void {
    switch (action.kind) {
      case "button":
        this.#button(action.action);
        break;
      case "turn":
        this.#execute({ kind: "volume-by", by: action.by });
        break;
      case "warn":
        // Whoever does not see the light hears that something is about to happen.
        this.#parts.model.say([attentionChime()]);
        break;
      case "reset":
        this.#parts.log.warn("reset-by-button", {});
        this.#parts.reset();
        break;
      default:
        unreachable(action);
    }
  }

  #button(action: ButtonAction): void {
    if (action !== "pairing") {
      this.#execute(this.#commandOf(action));
      return;
    }
    const opened = this.#parts.pairing.openByButton();
    if ("refused" in opened) this.#refused(opened.message);
    else this.#look();
  }

  #commandOf(action: Exclude<ButtonAction, "pairing">): PlayerCommand {
    const { state, muted, sound } = this.#parts.model.status();
    switch (action) {
      case "play-pause":
        // Whoever is woken finds one button.
        if (sound.ringing !== null) return { kind: "alarm-stop" };
        return state === "playing" || state === "buffering"
          ? { kind: "pause" }
          : { kind: "resume" };
      case "next":
      case "previous":
        return { kind: action };
      case "volume-up":
        return { kind: "volume-by", by: volumeStep };
      case "volume-down":
        return { kind: "volume-by", by: -volumeStep };
      case "mute":
        return { kind: "mute", muted: !muted };
      default:
        return { kind: "preset-play", number: Number(action.slice("preset-".length)) };
    }
  }

  #execute(command: PlayerCommand): void {
    if (this.#waiting >= actionsMax) {
      this.#refused("too much was pressed at once");
      return;
    }
    this.#waiting += 1;
    this.#parts.model
      .execute(command, "", atFront)
      .then(
        (outcome) => this.#done(command, outcome),
        (error: unknown) => {
          if (this.#isOpen) this.#parts.log.error("button-failed", { why: describeError(error) });
        },
      )
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  #done(command: PlayerCommand, { code, message }: CommandOutcome): void {
    if (!this.#isOpen) return;
    if (code !== "ok" && code !== "volume-limited") {
      this.#refused(message);
      return;
    }
    this.#parts.audit.note(byButton, ...auditWords(command));
    if (command.kind !== "volume-by") return;
    const { volume } = this.#parts.model.status();
    const isEnd = code === "volume-limited" || volume === 0 || volume === 100;
    this.#front.answer(isEnd ? "limit" : "volume");
  }

  #refused(why: string): void {
    this.#parts.log.info("button-refused", { why });
    this.#front.answer("refused");
  }

  #lookSoon(): void {
    this.#looking ??= this.#parts.clock.after(viewDelayUs, () => this.#look());
  }

  #look(): void {
    this.#looking?.();
    this.#looking = undefined;
    this.#pairingEnds?.();
    if (!this.#isOpen) return;
    const { pairOpenMs } = this.#parts.pairing.facts();
    if (pairOpenMs > 0)
      this.#pairingEnds = this.#parts.clock.after(pairOpenMs * usPerMs, () => this.#look());
    const { state, muted, trouble, output } = this.#parts.model.status();
    this.#front.see({
      state: state === "stopped" ? "idle" : state,
      muted,
      pairing: pairOpenMs > 0,
      trouble: trouble !== null || output.missingS !== null,
    });
  }
}
