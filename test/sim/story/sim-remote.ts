/**
 * Someone's remote at a simulated speaker: the real client of the control
 * protocol, which connects again when it was cut off and keeps a replica.
 */
import { SpeakerError } from "../../../src/base/errors.ts";
import { ControlClient } from "../../../src/control/client.ts";
import { Replica } from "../../../src/control/replica.ts";
import type { PlayerCommand } from "../../../src/player/model.ts";
import { sleep } from "../../../src/ports/clock.ts";
import { controlSocket, type SimHouse } from "../sim-house.ts";

const againUs = 1_000_000;

export class SimRemote {
  readonly host: string;
  readonly replica = new Replica();
  /** Answers by their code, and requests that got none. */
  readonly answers = new Map<string, number>();
  readonly #house: SimHouse;
  readonly #lifetime = new AbortController();
  #client: ControlClient | undefined;

  constructor(house: SimHouse, host: string) {
    this.#house = house;
    this.host = host;
    this.#run().catch((error: unknown) => {
      if (!this.#lifetime.signal.aborted) throw error;
    });
  }

  /** Sends it, and does not wait: what came of it is counted. */
  press(command: PlayerCommand): void {
    const client = this.#client;
    if (client === undefined) {
      this.#count("not connected");
      return;
    }
    client.command(command).then(
      ({ code }) => this.#count(code),
      (error: unknown) => this.#count(error instanceof SpeakerError ? error.code : "failed"),
    );
  }

  /** How the replica differs from the speaker; undefined where it does not. */
  difference(): string | undefined {
    const made = this.#house.speakers.find(({ host }) => host === this.host);
    const state = this.replica.state;
    if (made === undefined) return undefined;
    if (state === undefined) return "knows nothing";
    const { player, queue, volume } = state;
    const is = made.speaker.status();
    const has = [player.state, player.track?.id, player.repeat, queue.length, queue.index];
    const wanted = [is.state, is.track?.id, is.repeat, is.queue.length, is.queue.index];
    const same = JSON.stringify([...has, volume.level]) === JSON.stringify([...wanted, is.volume]);
    return same ? undefined : `has ${JSON.stringify(has)}, its speaker ${JSON.stringify(wanted)}`;
  }

  async close(): Promise<void> {
    this.#lifetime.abort(new Error("the remote is put away"));
    await this.#client?.[Symbol.asyncDispose]();
  }

  async #run(): Promise<never> {
    const { signal } = this.#lifetime;
    const { clock, network, tcp } = this.#house;
    const { connectUnix } = tcp.host(this.host);
    const ports = { network: { ...network.host(this.host), connectUnix }, clock };
    const target = { kind: "unix", path: controlSocket } as const;
    for (;;) {
      try {
        const client = await ControlClient.connect(ports, target, who, signal);
        this.#client = client;
        await client.subscribe({ replica: this.replica, onChange: () => undefined });
        await client.ended;
      } catch (error) {
        if (!(error instanceof SpeakerError)) throw error;
      }
      this.#client = undefined;
      await sleep(clock, againUs, signal);
    }
  }

  #count(code: string): void {
    this.answers.set(code, (this.answers.get(code) ?? 0) + 1);
  }
}

const who = { name: "phone", kind: "simulated" };
