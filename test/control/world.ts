/** A control server over a fake speaker in virtual time, and ways to reach it. */
import { Rng } from "../../src/base/rng.ts";
import { clientIdOf } from "../../src/control/auth.ts";
import { ControlClient, type ControlTarget } from "../../src/control/client.ts";
import type { ClientRecord, ClientStore } from "../../src/control/client-store.ts";
import type { Role } from "../../src/control/codes.ts";
import { ControlServer } from "../../src/control/server.ts";
import { keyHashOf, makeTlsIdentity } from "../../src/control/tls-identity.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import type { Log } from "../../src/ports/log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimEntropy } from "../sim/sim-entropy.ts";
import { FakeModel } from "./fake-model.ts";
import { SimStreamNetwork } from "./sim-streams.ts";

export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};

export class MemoryClientStore implements ClientStore {
  clients: ClientRecord[] = [];
  trouble: string | undefined;
  list(): readonly ClientRecord[] {
    return this.clients;
  }
  async add(client: ClientRecord): Promise<void> {
    this.clients = [...this.clients.filter(({ id }) => id !== client.id), client];
  }
  remove(id: string): Promise<boolean> {
    return this.change(id, () => undefined);
  }
  async change(
    id: string,
    change: (client: ClientRecord) => ClientRecord | undefined,
  ): Promise<boolean> {
    const before = this.clients;
    this.clients = before.flatMap((client) =>
      client.id === id ? (change(client) ?? []) : [client],
    );
    return before.some((client) => client.id === id);
  }
}

export const socketPath = "/data/control.sock";
export const tlsAddress = { host: "10.0.0.5", port: 7646 };
export const identity = makeTlsIdentity(new Uint8Array(32).fill(3), "Kitchen");
export const phone = ed25519KeyPair(new Uint8Array(32).fill(4));

export class World {
  readonly clock = new SimClock();
  readonly network = new SimStreamNetwork();
  readonly model = new FakeModel(this.clock);
  readonly store = new MemoryClientStore();
  readonly signal = new AbortController().signal;
  readonly entropy = new SimEntropy(new Rng(1));
  server: ControlServer;

  static async open(): Promise<World> {
    const world = new World();
    world.server = await world.#serve();
    return world;
  }

  /** The server alone: what it knew by heart is gone, the list of clients is there. */
  async restart(): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.server = await this.#serve();
  }

  #serve(): Promise<ControlServer> {
    const { network, clock, entropy, model, store: clients } = this;
    const tls = { at: tlsAddress, identity };
    const speaker = { id: "aa11", name: "Kitchen" };
    return ControlServer.open(
      { network, clock, entropy, log: quietLog },
      { model, clients, socketPath, tls, speaker },
      this.signal,
    );
  }

  private constructor() {
    this.server = undefined as unknown as ControlServer; // open() sets it
  }

  pairPhone(role: Role): void {
    const id = clientIdOf(phone.publicKey);
    const { publicKey } = phone;
    this.store.clients.push({ id, name: "Phone", publicKey, role, addedMs: 0 });
  }

  connect(target: ControlTarget = { kind: "unix", path: socketPath }): Promise<ControlClient> {
    const { network, clock } = this;
    const who = { name: "test", kind: "cli" };
    return clock.settle(ControlClient.connect({ network, clock }, target, who, this.signal));
  }

  connectPhone(key = phone): Promise<ControlClient> {
    const keyHashes = [keyHashOf(identity)];
    return this.connect({ kind: "tls", address: tlsAddress, keyHashes, ...key });
  }
}
