/**
 * What runs within the Cast receiver: an app that a sender launches by its id,
 * with the namespaces that it speaks (docs/CAST.md §4). Types only.
 *
 * A new app is a CastAppKind in the list that opens the receiver
 * (cli/open-cast.ts); nothing else knows it by name.
 */
import type { PlayerCommand, SpeakerModel, Topic } from "../../player/model.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { ActOutcome } from "../outsiders.ts";
import type { JsonObject } from "./json.ts";

/** The program at the other end of one socket. Cast senders prove nobody: it is known by its address alone. */
export interface CastClient {
  /** HOST:PORT of its socket. */
  readonly peer: string;
  /** For people: "VLC on 10.0.0.7". */
  readonly name: string;
  /**
   * Does it on the speaker, as the role that cast senders have; audited, and with everybody's bounds. Never
   * rejects. `firstVolume`: a new session's own idea of the volume.
   */
  act(command: PlayerCommand, firstVolume?: boolean): Promise<ActOutcome>;
}

/** One end of a virtual connection to the app. */
export interface CastSender {
  readonly client: CastClient;
  /** As it calls itself, such as "sender-0": unique on its socket alone. */
  readonly id: string;
}

/** What an app is given. */
export interface CastAppHost {
  readonly model: SpeakerModel;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly sessionId: string;
  readonly transportId: string;
  /** Who has a virtual connection to the app now. */
  senders(): readonly CastSender[];
  /** False where it is too large for a frame, and was not sent. Sends nothing to who is gone. */
  send(to: CastSender, namespace: string, message: JsonObject): boolean;
  /** To all of `senders`; false as in `send`. */
  broadcast(namespace: string, message: JsonObject): boolean;
  /** What it does, for people who look for a speaker: told to all senders, and announced on the network. */
  say(statusText: string): void;
  /** Something sounds that was cast: for what is announced on the network. */
  busy(is: boolean): void;
  /** What changes on the speaker now is some remote's command, and did not come by itself. */
  isCommanded(): boolean;
  /** The app is over by itself; `stop` is not called then. */
  end(): void;
}

/** An app that runs. None of these may throw or wait. */
export interface CastApp {
  /** JSON that was sent to its transport in one of its namespaces. */
  receive(from: CastSender, namespace: string, message: JsonObject): void;
  /** A virtual connection to it was opened, or is gone (closed, or its socket is). */
  joined?(sender: CastSender): void;
  left?(sender: CastSender): void;
  /** The speaker has changed. */
  changed?(topics: readonly Topic[]): void;
  /** Somebody stopped it, or launched another: what it plays must end, and all that it holds. */
  stop(by: CastClient | undefined): void;
}

export interface CastAppKind {
  /** The ids by which it is launched; the first is what it is listed by. */
  readonly appIds: readonly string[];
  readonly displayName: string;
  readonly namespaces: readonly string[];
  /** `by`: who launched it. */
  start(host: CastAppHost, by: CastSender): CastApp;
}
