/**
 * A whole client of the control protocol in one file, as an example for other
 * languages (docs/CONTROL.md): a Unix socket or a WebSocket, frames, a key.
 * It uses nothing of Nightjar but its .proto files.
 *
 *   node main.js DIR COMMAND                 the speaker with that data folder
 *   node main.js HOST:PORT KEYFILE COMMAND   over the network, once `pair KEYFILE` was done with DIR
 *
 * COMMAND: show, play [SEARCH], pause, volume 0-100, watch, pair KEYFILE
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import protobuf from "protobufjs";
import { WebSocket } from "ws";

const protoFile = path.join(import.meta.dirname, "../../src/wire/control.proto");
const Frame = new protobuf.Root().loadSync(protoFile).lookupType("nightjar.control.Frame");
const readable = { longs: Number, enums: String, defaults: false, oneofs: true };

/** §1, §2: over a byte stream each frame has four bytes of length in front. */
function openUnix(socketPath, onFrame) {
  const socket = net.connect(socketPath);
  let held = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
      const end = 4 + held.readUInt32BE();
      onFrame(held.subarray(4, end));
      held = held.subarray(end);
    }
  });
  const send = (body) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    socket.write(Buffer.concat([header, body]));
  };
  return { socket, ready: once(socket, "connect"), send };
}

/** §1: over a WebSocket one binary message is one frame. */
function openWebSocket(host, onFrame) {
  const socket = new WebSocket(`ws://${host}/control`, ["nightjar.v1"]);
  socket.on("message", (bytes) => onFrame(bytes));
  return { socket, ready: once(socket, "open"), send: (body) => socket.send(body) };
}

class Client {
  #waiting = new Map();
  #nextId = 1;
  #pipe;
  onDelta = () => undefined;

  /** Opens (§3). `key`: the Ed25519 key that was paired; over the Unix socket none is needed. */
  static async open(where, key) {
    const client = new Client();
    const onFrame = (bytes) => client.#handle(bytes);
    const overSocket = where.includes("/") || !where.includes(":");
    client.#pipe = overSocket
      ? openUnix(path.join(where, "control.sock"), onFrame)
      : openWebSocket(where, onFrame);
    client.#pipe.socket.on("error", fail);
    client.#pipe.socket.on("close", () => fail(new Error("the speaker closed the connection")));
    await client.#pipe.ready;
    const hello = { major: 1, clientName: "example", clientKind: "example" };
    const { welcome } = await client.ask({ hello });
    if (!overSocket) await client.ask({ auth: proof(where, welcome, key) });
    return client;
  }

  /** The frame that answers (§2); throws what the speaker has against it. */
  ask(request) {
    const id = this.#nextId++;
    this.#pipe.send(Frame.encode(Frame.fromObject({ id, ...request })).finish());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #handle(bytes) {
    const frame = Frame.toObject(Frame.decode(bytes), readable);
    if (frame.ping) this.#pipe.send(Frame.encode({ replyTo: frame.id, pong: {} }).finish()); // §7
    if (frame.delta) this.onDelta(frame.delta.changes);
    if (frame.goodbye) fail(new Error(`${frame.goodbye.reason}: ${frame.goodbye.message}`));
    const asked = this.#waiting.get(frame.replyTo);
    this.#waiting.delete(frame.replyTo);
    const { code = "CODE_OK", message } = frame.result ?? {};
    if (code === "CODE_OK") asked?.resolve(frame);
    else asked?.reject(new Error(message));
  }
}

/** §3.1: a signature over domain, host, challenge and speaker, each with its length as a varint. */
function proof(host, { challenge, speakerId }, key) {
  const fields = ["nightjar-control-auth-ws-1", host, challenge, speakerId].map((x) =>
    Buffer.from(x),
  );
  const statement = Buffer.concat(fields.flatMap((x) => [varint(x.length), x]));
  return { publicKey: rawPublicKey(key), signature: sign(null, statement, key) };
}

function varint(number) {
  return number < 128 ? Buffer.of(number) : Buffer.of((number & 127) | 128, number >> 7);
}

function rawPublicKey(key) {
  return Buffer.from(createPublicKey(key).export({ format: "jwk" }).x, "base64url");
}

function show({ player = {}, volume = {} }) {
  const { status = "", track } = player;
  const what = track ? `${track.title} – ${track.artist}` : "nothing";
  const does = status.replace("PLAY_STATUS_", "").toLowerCase();
  process.stdout.write(`${does} ${what} volume ${volume.level ?? 0}\n`);
}

const commands = {
  show: async (client) => show((await client.ask({ subscribe: {} })).snapshot.state),
  play: (client, what) => client.ask({ command: { play: { what: what ? [what] : [] } } }),
  pause: (client) => client.ask({ command: { pause: {} } }),
  volume: (client, level) => client.ask({ command: { volume: { level: Number(level) } } }),
  /** §4: a snapshot, then what changed; each part that is there is whole. */
  async watch(client) {
    const state = (await client.ask({ subscribe: {} })).snapshot.state;
    client.onDelta = (changes) => show(Object.assign(state, changes));
    show(state);
    await new Promise(() => undefined);
  },
  async pair(client, keyFile) {
    const key = generateKeyPairSync("ed25519").privateKey;
    writeFileSync(keyFile, key.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
    await client.ask({ admin: { pair: { publicKey: rawPublicKey(key), name: "example" } } });
  },
};

function fail(error) {
  process.stderr.write(`example-client: ${error.message}\n`);
  process.exit(1);
}

const [where = "", ...rest] = process.argv.slice(2);
const overNetwork = !where.includes("/") && where.includes(":");
const key = overNetwork ? createPrivateKey(readFileSync(rest.shift())) : undefined;
const [command = "show", argument] = rest;
if (!(command in commands)) fail(new Error(`there is no command ${command}; see the file's head`));
const client = await Client.open(where, key).catch(fail);
await commands[command](client, argument).catch(fail);
process.exit();
