/**
 * Discovery as it is on a real LAN: the real program beside avahi and
 * python-zeroconf, in network namespaces that are cut off from everything else.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import type { SeenSpeaker, SpeakerStatus } from "../../src/player/model.ts";
import { isInstalled, type LabHost, labTrouble, NetLab, until } from "../discovery/net-lab.ts";
import { Daemon, json, nightjar } from "./daemon.ts";

const noLab = labTrouble();
const noAvahi =
  noLab ??
  (["avahi-daemon", "avahi-browse", "avahi-publish", "dbus-daemon"].every(isInstalled)
    ? undefined
    : "avahi is not installed");
const zeroconf = "/usr/lib/python3/dist-packages/zeroconf";
const noZeroconf =
  noLab ?? (existsSync(zeroconf) ? undefined : "python3-zeroconf is not installed");

/** A test's name, with why it is skipped. */
function named(name: string, trouble: string | undefined): string {
  return trouble === undefined ? name : `${name} (skipped: ${trouble})`;
}

const on = { NIGHTJAR_MDNS: "on" };
const limitMs = 90_000;

describe("discovery on a LAN of namespaces", () => {
  let lab: NetLab;
  const daemons: Daemon[] = [];

  beforeEach(() => {
    if (noLab === undefined) lab = new NetLab();
  });
  afterEach(async () => {
    if (noLab !== undefined) return;
    for (const daemon of daemons.splice(0)) await daemon[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  const folder = (name: string): string => path.join(lab.folder, name);

  async function speaker(
    host: LabHost,
    name: string,
    options: { readonly data?: string; readonly more?: readonly string[] } = {},
  ): Promise<Daemon> {
    const { data = name.replaceAll(/\W/g, "") + host.address, more = [] } = options;
    const args = ["speaker", "--data", folder(data), "--name", name, "--output", "null"];
    const rest = ["--cache-size", "16MiB", "--http", "off", "--cast", "off", ...more];
    const daemon = await Daemon.start([...args, ...rest], on, host.through);
    daemons.push(daemon);
    return daemon;
  }

  /** What avahi-browse resolves: family, name, address and text. */
  function browsed(host: LabHost): string[] {
    const out = host.run(["avahi-browse", "-rptk", "_nightjar._udp"]);
    return out
      .split("\n")
      .filter((line) => line.startsWith("=;eth0"))
      .map((line) => line.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number(code))));
  }

  it.skipIf(noAvahi !== undefined)(
    named("avahi sees a speaker come, by IPv4 and IPv6, and go", noAvahi),
    async () => {
      const [ours, other] = [lab.host(), lab.host()];
      await other.startAvahi();
      const daemon = await speaker(ours, "Dr. Bob's Kitchen");
      await until("both families", () => browsed(other).length === 2);
      for (const family of ["IPv4", "IPv6"]) {
        const line = browsed(other).find((each) => each.includes(`;${family};`)) ?? "";
        assert.match(
          line,
          /;Dr\\?\. Bob's Kitchen;_nightjar\._udp;local;nightjar-[0-9a-f]{16}\.local;/,
        );
        assert.match(line, new RegExp(`;${ours.address};41000;`));
        const id = String(daemon.ready["id"]);
        for (const field of ["v=1", `id=${id}`, "role=speaker", "fn=Dr. Bob's Kitchen", "ctl=7646"])
          assert.ok(line.includes(`"${field}"`), `${field} in ${line}`);
      }
      assert.equal(await daemon.stop(), 0);
      await until("the goodbye", () => browsed(other).length === 0, 5_000);
    },
    limitMs,
  );

  it.skipIf(noAvahi !== undefined)(
    named("avahi and a speaker leave each other the names that they have", noAvahi),
    async () => {
      const [ours, other] = [lab.host(), lab.host()];
      await other.startAvahi();
      const publish = (name: string) =>
        other.start(["avahi-publish", "-s", name, "_nightjar._udp", "9", "a=b"]);
      const first = publish("Hall");
      await until("avahi's", () => first.lines.some((line) => line.startsWith("Established")));
      await speaker(ours, "Hall");
      await until("our other name", () =>
        browsed(other).some((line) => line.includes(";Hall (2);")),
      );
      await speaker(ours, "Attic");
      await until("ours", () => browsed(other).some((line) => line.includes(";Attic;")));
      const second = publish("Attic");
      await until("avahi's other name", () =>
        second.lines.some((line) => /Established under name 'Attic #2'/.test(line)),
      );
    },
    limitMs,
  );

  it.skipIf(noAvahi !== undefined)(
    named("shares port 5353 with avahi on one machine: both are seen, and see", noAvahi),
    async () => {
      const [ours, other] = [lab.host(), lab.host()];
      await ours.startAvahi();
      await other.startAvahi();
      ours.start(["avahi-publish", "-s", "Beside", "_nightjar._udp", "9", "a=b"]);
      await speaker(ours, "Kitchen");
      const both = (host: LabHost): boolean =>
        ["Beside", "Kitchen"].every((name) =>
          browsed(host).some((line) => line.includes(`;${name};`)),
        );
      await until("seen from afar", () => both(other));
      await until("seen on the spot", () => both(ours));
    },
    limitMs,
  );

  it.skipIf(noZeroconf !== undefined)(
    named("python-zeroconf sees a speaker, and a text that changes as it joins", noZeroconf),
    async () => {
      const [home, ours, other] = [lab.host(), lab.host(), lab.host()];
      const script = folder("browse.py");
      writeFileSync(script, browsePy);
      const { lines } = other.start(["/usr/bin/python3", script]);
      mkdirSync(folder("music"));
      const origin = ["origin", "--data", folder("origin"), "--library", folder("music")];
      daemons.push(await Daemon.start([...origin, "--name", "Home"], on, home.through));
      const invite = await nightjar(["origin", "invite", "--data", folder("origin")], home);
      const more = ["--join", invite.stdout.trim()];
      const daemon = await speaker(ours, "Kitchen", { more });
      const tagged = (name: string): string | undefined =>
        lines.flatMap(
          (line) => new RegExp(`${name}\\..* hh=([0-9a-f]{16})`).exec(line)?.[1] ?? [],
        )[0];
      await until("both of one household", () => {
        const tag = tagged("Home");
        return tag !== undefined && tag === tagged("Kitchen");
      });
      const line = lines.find((each) => each.includes("Kitchen.")) ?? "";
      assert.ok(line.includes(ours.address), line);
      await daemon.stop();
      await until("the goodbye", () => lines.some((each) => each.startsWith("- Kitchen.")));
    },
    limitMs,
  );

  it.skipIf(noLab !== undefined)(
    named(
      "nobody types an address: a speaker finds its origin, also where it moves, and a remote its speaker",
      noLab,
    ),
    async () => {
      const [home, ours, sofa] = [lab.host(), lab.host(), lab.host()];
      mkdirSync(folder("music"));
      const origin = ["origin", "--data", folder("origin"), "--library", folder("music")];
      const first = await Daemon.start(origin, on, home.through);
      daemons.push(first);
      const invite = await nightjar(["origin", "invite", "--data", folder("origin")], home);
      // An invite whose addresses lead nowhere: only the keys in it are of use.
      const uri = invite.stdout.trim().replace(/^nightjar:\/\/[^/]+/, "nightjar://10.77.0.250:9");
      await speaker(ours, "Kitchen", { data: "kitchen", more: ["--join", uri] });
      const status = () =>
        json<SpeakerStatus>(["ctl", "--data", folder("kitchen"), "--json", "status"]);
      const ready = async () => (await status()).link.some(({ state }) => state === "ready");
      await until("found and joined", ready);
      // A session that lives would follow the origin by itself: it has to end first.
      await first.stop();
      await until("gone", async () => !(await ready()));
      home.ip("addr", "del", `${home.address}/24`, "dev", "eth0");
      home.ip("addr", "add", "10.77.0.66/24", "dev", "eth0");
      daemons.push(await Daemon.start(origin, on, home.through));
      await until("found where it moved to", ready, 60_000);
      const membership = readFileSync(folder("kitchen/membership.json"), "utf8");
      await until("remembered", () =>
        /10\.77\.0\.66/.test(readFileSync(folder("kitchen/membership.json"), "utf8")),
      );
      assert.match(membership, /10\.77\.0\.250/, "what was known is kept");

      const seen = await nightjar(["ctl", "speakers", "--json"], {
        through: sofa.through,
        env: { ...on, NIGHTJAR_DATA: folder("nothing") },
      });
      const [row, ...more] = JSON.parse(seen.stdout) as SeenSpeaker[]; // CONTRACT: an array
      assert.deepEqual(more, []);
      assert.deepEqual(
        [row?.name, row?.address, row?.via, row?.member],
        ["Kitchen", `${ours.address}:7646`, "mdns", true],
      );

      const env = { ...on, XDG_CONFIG_HOME: folder("config") };
      const pair = await nightjar(["ctl", "--data", folder("kitchen"), "pair"], { env, ...ours });
      assert.equal(pair.code, 0, pair.stderr);
      ours.ip("addr", "del", `${ours.address}/24`, "dev", "eth0");
      ours.ip("addr", "add", "10.77.0.67/24", "dev", "eth0");
      await until("the remote finds it", async () => {
        const remote = ["ctl", "--speaker", "kitchen", "--json", "volume"];
        const told = await nightjar(remote, { env, through: sofa.through });
        return told.code === 0 && (JSON.parse(told.stdout) as { ok: boolean }).ok;
      });
      const stranger = await nightjar(["ctl", "--speaker", "Attic", "status"], { env, ...sofa });
      assert.equal(stranger.code, 1);
      assert.match(stranger.stderr, /no paired speaker is called "Attic"/);
    },
    180_000,
  );

  it.skipIf(noLab !== undefined)(
    named("finds each other where there is nothing but link-local IPv6", noLab),
    async () => {
      const [home, ours] = [lab.host(), lab.host()];
      for (const host of [home, ours]) {
        host.ip("addr", "flush", "dev", "eth0", "scope", "global");
        // An address that is still being checked for duplicates cannot be bound to.
        await until("an address", () => !/tentative/.test(host.ip("addr", "show", "eth0")));
      }
      mkdirSync(folder("music"));
      const origin = ["origin", "--data", folder("origin"), "--library", folder("music")];
      const at = ["--listen", "[::]:41800"];
      daemons.push(await Daemon.start([...origin, ...at], on, home.through));
      const invite = await nightjar(["origin", "invite", "--data", folder("origin")], home);
      // All that it names is loopback.
      const join = ["--join", invite.stdout.trim()];
      const more = [...join, "--listen", "[::]:41000", "--control", "[::]:7646"];
      await speaker(ours, "Kitchen", { data: "kitchen", more });
      const asked = ["ctl", "--data", folder("kitchen"), "--json", "status"];
      await until("found and joined", async () =>
        (await json<SpeakerStatus>(asked)).link.some(({ state }) => state === "ready"),
      );
      const env = { ...on, XDG_CONFIG_HOME: folder("config") };
      const pair = await nightjar(["ctl", "--data", folder("kitchen"), "pair"], { env, ...ours });
      assert.equal(pair.code, 0, pair.stderr);
      const told = await nightjar(["ctl", "--speaker", "Kitchen", "volume"], { env, ...home });
      assert.equal(told.code, 0, told.stderr);
    },
    limitMs,
  );

  it.skipIf(noLab !== undefined)(
    named("says once that there is no network, or no port, and runs", noLab),
    async () => {
      const [alone, taken] = [lab.host(false), lab.host()];
      const said = (daemon: Daemon, event: string): number =>
        daemon.log.filter((line) => line.includes(`"${event}"`)).length;
      const first = await speaker(alone, "Alone");
      await until("said", () => said(first, "discovery-waits") === 1);
      const holder = taken.start([
        "node",
        "-e",
        "for (const t of ['udp4','udp6']) require('dgram').createSocket({type:t,ipv6Only:t==='udp6'}).bind(5353, () => console.log('held'))",
      ]);
      await until("held", () => holder.lines.length === 2);
      const second = await speaker(taken, "Taken");
      await until("said", () => said(second, "discovery-off") === 1);
      for (const daemon of [first, second]) assert.equal(await daemon.stop(), 0);
      assert.equal(said(first, "discovery-waits"), 1);
    },
    limitMs,
  );

  it.skipIf(noLab !== undefined)(
    named("stays small and calm in a flood, with a flapping cable and a namesake", noLab),
    async () => {
      const [ours, other, bad] = [lab.host(), lab.host(), lab.host()];
      const nodes = [await speaker(ours, "Kitchen"), await speaker(other, "Kitchen")];
      const script = folder("flood.cjs");
      writeFileSync(script, floodJs);
      const namesOf = async (name: string, host: LabHost): Promise<string[]> => {
        const data = folder(`${name}${host.address}`);
        const rows = await json<SeenSpeaker[]>(["ctl", "--data", data, "--json", "speakers"]);
        return rows.map(({ via, id }) => `${via} ${id}`);
      };
      const seeEachOther = async (): Promise<boolean> =>
        (await namesOf("Kitchen", ours)).includes(`mdns ${nodes[1]?.ready["id"]}`) &&
        (await namesOf("Kitchen", other)).includes(`mdns ${nodes[0]?.ready["id"]}`);
      await until("both are seen", seeEachOther);
      const before = nodes.map(usageOf);
      const seconds = Number(process.env["NIGHTJAR_SOAK_S"] ?? "12");
      const flood = bad.start([process.execPath, script, String(seconds), bad.address]);
      for (let i = 0; i < seconds / 4; i++) {
        other.ip("link", "set", "eth0", i % 2 === 0 ? "down" : "up");
        await new Promise((resolve) => setTimeout(resolve, 4_000));
      }
      other.ip("link", "set", "eth0", "up");
      // A link that was down has lost its IPv6 address.
      await until(
        "the flood is over",
        () => flood.child.exitCode !== null,
        seconds * 1_000 + 30_000,
      );
      const sent = Number(flood.lines[0]);
      assert.ok(sent > 5_000 * seconds, `${sent} packets in ${seconds} s`);
      const after = nodes.map(usageOf);
      const diag = ["ctl", "--data", folder(`Kitchen${ours.address}`), "--json", "diag"];
      const { discovery } = await json<{ discovery: Heard }>(diag);
      assert.ok(discovery.received > sent / 2, `${discovery.received} of ${sent} arrived`);
      assert.ok(discovery.dropped.flood > sent / 3, JSON.stringify(discovery.dropped));
      const rows = after.map(({ cpuS, rssMiB }, i) => ({
        cpuShare: (cpuS - (before[i]?.cpuS ?? 0)) / seconds,
        grownMiB: rssMiB - (before[i]?.rssMiB ?? 0),
      }));
      if (process.env["NIGHTJAR_SOAK_S"] !== undefined) console.error(sent, rows, after, discovery);
      for (const { cpuShare, grownMiB } of rows) {
        assert.ok(cpuShare < 0.6, `${cpuShare} of a core`);
        assert.ok(grownMiB < 40, `${grownMiB} MiB more`);
      }
      await until("both are seen again", seeEachOther, 140_000);
    },
    400_000,
  );
});

/** Of a daemon's `diag`. */
interface Heard {
  readonly received: number;
  readonly dropped: { readonly flood: number };
}

/** CPU seconds and resident memory of a daemon. */
function usageOf({ child }: Daemon): { readonly cpuS: number; readonly rssMiB: number } {
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return {
    cpuS: (Number(stat[11]) + Number(stat[12])) / 100,
    rssMiB: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  };
}

const browsePy = `
from zeroconf import Zeroconf, ServiceBrowser, ServiceListener
import time
class Listener(ServiceListener):
    def show(self, zc, kind, name):
        info = zc.get_service_info(kind, name)
        if info:
            text = " ".join(k.decode() + "=" + (v or b"").decode() for k, v in info.properties.items())
            print(name, info.parsed_addresses(), info.port, text, flush=True)
    def add_service(self, zc, kind, name): self.show(zc, kind, name)
    def update_service(self, zc, kind, name): self.show(zc, kind, name)
    def remove_service(self, zc, kind, name): print("-", name, flush=True)
zc = Zeroconf()
browser = ServiceBrowser(zc, "_nightjar._udp.local.", Listener())
time.sleep(80)
`;

/** Ten thousand packets a second: lies about services, spoofed goodbyes, loops, noise. */
const floodJs = `
const dgram = require("dgram");
const [seconds, from] = [Number(process.argv[2]), process.argv[3]];
const socket = dgram.createSocket({ type: "udp4", reuseAddr: true });
const label = (text) => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
const type = Buffer.concat([label("_nightjar"), label("_udp"), label("local"), Buffer.of(0)]);
const head = (answers) => Buffer.of(0, 0, 0x84, 0, 0, 0, 0, answers, 0, 0, 0, 0);
function record(name, code, ttl, data) {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(code, 0); fixed.writeUInt16BE(1, 2); fixed.writeUInt32BE(ttl, 4); fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([name, fixed, data]);
}
let n = 0;
function packet() {
  n += 1;
  const name = Buffer.concat([label("Lie " + (n % 5000)), type]);
  const lie = record(type, 12, 4500, name);
  const srv = record(name, 33, 4500, Buffer.concat([Buffer.of(0, 0, 0, 0, 0, 9), label("h" + n), label("local"), Buffer.of(0)]));
  const kitchen = Buffer.concat([label("Kitchen"), type]);
  switch (n % 5) {
    case 0: return Buffer.concat([head(2), lie, srv]);
    case 1: return Buffer.concat([head(1), record(type, 12, 0, kitchen)]);
    case 2: return Buffer.concat([head(1), Buffer.of(0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 2, 0xc0, 12)]);
    case 3: return Buffer.concat([head(1), record(name, 16, 4500, Buffer.alloc(1300, 99))]);
    default: return require("crypto").randomBytes(200);
  }
}
socket.bind(5353, () => {
  socket.setMulticastInterface(from);
  const began = Date.now();
  const timer = setInterval(() => {
    const wanted = Math.min(seconds * 1000, Date.now() - began) * 10;
    for (let i = 0; n < wanted && i < 400; i++) socket.send(packet(), 5353, "224.0.0.251");
    if (Date.now() - began < seconds * 1000) return;
    clearInterval(timer);
    console.log(n);
    socket.close();
  }, 5);
});
`;
