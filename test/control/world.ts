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
  async remove(id: string): Promise<boolean> {
    const left = this.clients.filter((client) => client.id !== id);
    const removed = left.length < this.clients.length;
    this.clients = left;
    return removed;
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
  readonly server: ControlServer;

  static async open(): Promise<World> {
    const world = new World();
    // Set once, here: the server needs the world's parts.
    (world as { server: ControlServer }).server = await ControlServer.open(
      {
        network: world.network,
        clock: world.clock,
        entropy: new SimEntropy(new Rng(1)),
        log: quietLog,
      },
      {
        model: world.model,
        clients: world.store,
        socketPath,
        tls: { at: tlsAddress, identity },
        speaker: { id: "aa11", name: "Kitchen" },
      },
      world.signal,
    );
    return world;
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
