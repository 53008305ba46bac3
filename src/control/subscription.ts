/**
 * What one client is sent of the shared state (docs/CONTROL.md §4): deltas as
 * they come, or a snapshot where it lost the thread.
 *
 * Invariants:
 *   I1  a client that applies what it gets holds the state of its last number
 *   I2  a reader that falls `queuedBytesMax` behind gets no deltas, and one snapshot once it has read
 */
import { assert } from "../base/assert.ts";
import { type Topic, topics } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { schema } from "../wire/control-frame.ts";
import { codeTable, topicTable } from "./codes.ts";
import type { Connection } from "./connection.ts";
import type { NumberedDelta, StateFeed } from "./feed.ts";
import * as limits from "./limits.ts";
import { onlyTopics, type StateChanges } from "./state.ts";
import { changesToWire } from "./wire-state.ts";

type SubscribeIn = schema.control.Subscribe.$Shape;

export class Subscription {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #feed: StateFeed;
  readonly #session: object;
  #topics: ReadonlySet<Topic> | undefined;
  #nonce = 0;
  #lagging = false;
  #lags = 0;

  constructor(parts: {
    readonly connection: Connection;
    readonly clock: Clock;
    readonly feed: StateFeed;
    /** Whose commands are this client's own. */
    readonly session: object;
  }) {
    this.#connection = parts.connection;
    this.#clock = parts.clock;
    this.#feed = parts.feed;
    this.#session = parts.session;
  }

  /** How often this client read too slowly for its deltas. */
  get lags(): number {
    return this.#lags;
  }

  /** Answers the request `id`: with what is missing where that is known, else with everything. */
  start(message: SubscribeIn, id: number): void {
    this.#topics = topicsOf(message.topics ?? []);
    this.#nonce = message.nonce ?? 0;
    const missed = this.#feed.since(message.resumeEpoch ?? "", message.resumeSeq ?? 0);
    if (missed === undefined) this.#sendSnapshot(id);
    else this.#resume(missed, id);
  }

  #resume(missed: readonly NumberedDelta[], id: number): void {
    const result = { code: codeTable.number("ok"), seq: this.#feed.seq };
    this.#connection.send({ replyTo: id, result });
    for (const delta of missed) this.#sendDelta(delta);
  }

  /** A change of the state, to this client if it asked for that. */
  deliver(delta: NumberedDelta): void {
    if (this.#topics === undefined || this.#lagging) return;
    if (this.#connection.socket.queuedBytes > limits.queuedBytesMax) this.#startLagging();
    else this.#sendDelta(delta);
  }

  #sendDelta({ seq, cause, changes }: NumberedDelta): void {
    const causedBy = cause?.session === this.#session ? cause.commandId : 0;
    this.#connection.send({ delta: { seq, causedBy, changes: this.#toWire(changes) } });
  }

  #sendSnapshot(replyTo: number): void {
    const { epoch, seq, state } = this.#feed;
    const snapshot = { epoch, seq, nonce: this.#nonce, state: this.#toWire(state) };
    this.#connection.send({ replyTo, snapshot });
  }

  #toWire(changes: StateChanges): schema.control.State.$Properties {
    assert(this.#topics !== undefined, "a client that is sent state subscribed to it");
    return changesToWire(onlyTopics(changes, this.#topics));
  }

  #startLagging(): void {
    this.#lagging = true;
    this.#lags += 1;
    this.#waitForReader(this.#clock.nowUs());
  }

  #waitForReader(sinceUs: number): void {
    if (this.#connection.ended.aborted) return;
    if (this.#connection.socket.queuedBytes <= limits.queuedBytesLow) {
      this.#lagging = false;
      this.#sendSnapshot(0);
    } else if (this.#clock.nowUs() - sinceUs >= limits.deadAfterUs) {
      this.#connection.close("too-slow", "what was sent was not read for 30 s");
    } else this.#clock.after(limits.drainPollUs, () => this.#waitForReader(sinceUs));
  }
}

function topicsOf(numbers: readonly number[]): ReadonlySet<Topic> {
  if (numbers.length === 0) return new Set(topics);
  return new Set(numbers.map(topicTable.name).filter((topic) => topic !== undefined));
}
