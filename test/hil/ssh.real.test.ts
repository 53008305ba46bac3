/** The bench's side of a board, over a real sshd on loopback that the test starts. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { afterAll, beforeAll, describe, it } from "vitest";
import { SshDevice } from "../../tools/hil/ssh/device.ts";
import { TempFolder, until } from "../programs/daemon.ts";

const sshd = "/usr/sbin/sshd";
const missing = existsSync(sshd)
  ? process.getuid?.() === 0
    ? undefined
    : "needs root"
  : "needs openssh-server";
const none = {
  power: undefined,
  lines: undefined,
  link: undefined,
  capture: undefined,
  captureWith: undefined,
};

describe.skipIf(missing !== undefined)(`a board over SSH (${missing ?? "an sshd here"})`, () => {
  const folder = new TempFolder();
  const signal = AbortSignal.timeout(60_000);
  let server: ReturnType<typeof spawn>;
  let ssh = "";

  beforeAll(async () => {
    for (const name of ["host", "user"])
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.in(name)]);
    const port = await freePort();
    mkdirSync("/run/sshd", { recursive: true });
    const settings = [
      ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${folder.in("host")}`],
      ...[`AuthorizedKeysFile ${folder.in("user.pub")}`, "StrictModes no", "UsePAM no"],
      ...["PermitRootLogin prohibit-password", `PidFile ${folder.in("pid")}`],
    ];
    writeFileSync(folder.in("sshd_config"), `${settings.join("\n")}\n`);
    server = spawn(sshd, ["-D", "-e", "-f", folder.in("sshd_config")], { stdio: "ignore" });
    const known = `-o StrictHostKeyChecking=no -o UserKnownHostsFile=${folder.in("known")} -o LogLevel=ERROR`;
    ssh = `ssh -F none -p ${port} -i ${folder.in("user")} ${known}`;
    await until("sshd listens", async () => (await answers(port)) || undefined);
  }, 60_000);
  afterAll(() => {
    server?.kill();
    folder[Symbol.dispose]();
  });

  it("runs commands as root, with what they print and how they end", async () => {
    await using board = await SshDevice.open(
      "root@127.0.0.1",
      { ...none, ssh },
      folder.path,
      signal,
    );
    assert.deepEqual(await board.shell("echo 'one two'; exit 3", signal), {
      status: 3,
      output: "one two\n",
    });
    assert.equal(board.benchHost, "127.0.0.1");
    assert.equal(board.control, "127.0.0.1:7646");
  });

  it("stops with a run that is stopped, and says so", async () => {
    const stopped = new AbortController();
    const hooks = { ...none, ssh };
    await using board = await SshDevice.open("root@127.0.0.1", hooks, folder.path, signal);
    const asleep = board.shell("sleep 60", stopped.signal);
    setImmediate(() => stopped.abort(new Error("enough")));
    await assert.rejects(asleep, /enough/);
    assert.equal((await board.shell("true", signal)).status, 0);
  });

  it("hears by a program of the bench, which writes a WAV file", async () => {
    const wav = Buffer.alloc(44 + 4 * 480, 1);
    writeFileSync(folder.in("line-in.wav"), wav);
    const hooks = { ...none, ssh, captureWith: `cp '${folder.in("line-in.wav")}'` };
    await using board = await SshDevice.open("root@127.0.0.1", hooks, folder.path, signal);
    assert.ok(!("ear" in board.lacking));
    const { ear } = board;
    assert.ok(ear !== undefined);
    await until("it is heard", async () => ear.frames() === 480 || undefined);
    assert.equal(ear.read(0, 480)[479], 0x101);
  });

  it("says what the bench lacks, and runs what it has with its words", async () => {
    const told = folder.in("told");
    const power = `sh -c 'echo "$@" >>${told}' sh`;
    const hooks = { ...none, ssh, power };
    await using board = await SshDevice.open("root@127.0.0.1", hooks, folder.path, signal);
    assert.deepEqual(Object.keys(board.lacking), ["card", "link", "lines", "ear"]);
    await board.powerCut(signal);
    assert.equal(board.powered, false);
    await board.powerOn(signal);
    assert.equal(readFileSync(told, "utf8"), "off\non\n");
  });

  it("says what to do where nobody lets it in", async () => {
    const asNobody = { ...none, ssh: `${ssh} -o PubkeyAuthentication=no` };
    await assert.rejects(
      SshDevice.open("nobody@127.0.0.1", asNobody, folder.path, signal),
      /no answer from nobody@127\.0\.0\.1: .*[Pp]ermission denied/,
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
