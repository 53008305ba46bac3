/** An MPD server over a fake speaker in virtual time, and clients that speak lines to it. */
import assert from "node:assert/strict";
import { concatBytes, utf8Bytes } from "../../../src/base/bytes.ts";
import { MpdServer, type MpdServerOptions } from "../../../src/control/mpd/server.ts";
import type { SimStream } from "../sim-streams.ts";
import { quietLog, World } from "../world.ts";

const at = { host: "0.0.0.0", port: 6_600 };

export class MpdWorld implements AsyncDisposable {
  readonly world: World;
  readonly server: MpdServer;

  static async open(
    options: Partial<Pick<MpdServerOptions, "role" | "password">> = {},
  ): Promise<MpdWorld> {
    const world = await World.open();
    const { network, clock, entropy, model, signal } = world;
    const { role = "member", password } = options;
    const server = await MpdServer.open(
      { network, clock, entropy, log: quietLog },
      {
        ...{ at, model, role, password },
        speaker: { name: "Kitchen" },
        outsiders: world.server.outsiders(),
      },
      signal,
    );
    return new MpdWorld(world, server);
  }

  private constructor(world: World, server: MpdServer) {
    this.world = world;
    this.server = server;
  }

  get model(): World["model"] {
    return this.world.model;
  }
  get clock(): World["clock"] {
    return this.world.clock;
  }

  /** Greeted. */
  async connect(): Promise<MpdClient> {
    const client = new MpdClient(this, await this.world.network.connectTcp(at));
    assert.equal(await client.read(), "OK MPD 0.23.5\n");
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.world.server[Symbol.asyncDispose]();
  }
}

export class MpdClient {
  readonly #world: MpdWorld;
  readonly stream: SimStream;
  readonly #chunks: Uint8Array[] = [];
  /** The server ended the connection. */
  ended = false;

  constructor(world: MpdWorld, stream: SimStream) {
    this.#world = world;
    this.stream = stream;
    void this.#listen();
  }

  /** What came since, after all that was to happen now has happened. */
  async bytes(): Promise<Uint8Array> {
    await this.#world.clock.advance(0);
    return concatBytes(this.#chunks.splice(0));
  }

  async read(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Sends lines; what is answered to them. */
  async ask(...lines: readonly string[]): Promise<string> {
    this.stream.write(utf8Bytes(lines.map((line) => `${line}\n`).join("")));
    return await this.read();
  }

  /** The fields of an answer that is OK. */
  async fields(line: string): Promise<readonly (readonly [name: string, value: string])[]> {
    const answer = await this.ask(line);
    assert.match(answer, /^OK\n$|\nOK\n$/, `${line}: ${answer}`);
    return fieldsOf(answer);
  }

  /** The values of one field. */
  async values(line: string, name: string): Promise<readonly string[]> {
    const fields = await this.fields(line);
    return fields.flatMap(([field, value]) => (field === name ? [value] : []));
  }

  async #listen(): Promise<void> {
    for await (const chunk of this.stream.incoming) this.#chunks.push(chunk);
    this.ended = true;
  }
}

export function fieldsOf(answer: string): readonly (readonly [name: string, value: string])[] {
  return answer
    .split("\n")
    .filter((line) => line.includes(": "))
    .map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    });
}
