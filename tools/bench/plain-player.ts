/**
 * A plain player, a process of its own: for each line on its input it opens TLS anew, asks for a file,
 * and decodes as the bytes come. It has no output: its first sound counts when it is decoded, which
 * is as early as any player could be.
 *
 * argv: HOST PORT. Input: `PATH` a line. Output: a PlainReport a line.
 */
import { createInterface } from "node:readline";
import { connect, type TLSSocket } from "node:tls";
import { OggDemuxer } from "../../src/media/ogg.ts";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Decoder } from "../../src/ports/decoder.ts";

/** Monotonic milliseconds of the first sample that is no silence; undefined where there was none. */
export interface PlainReport {
  readonly soundMs: number | undefined;
}

const [host = "127.0.0.1", port = "8443"] = process.argv.slice(2);
/** The identification and the comment header (RFC 7845 §5). */
const headPackets = 2;
/** Two steps of 16 bits, as for every capture. */
const silenceMax = 2 / 32_768;
const samples = new Float32Array(2 * 5_760);

/** Leaves out the head of an HTTP answer. */
class BodyReader {
  #head: string | undefined = "";

  push(bytes: Uint8Array): Uint8Array {
    if (this.#head === undefined) return bytes;
    const before = this.#head.length;
    this.#head += new TextDecoder("latin1").decode(bytes);
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return new Uint8Array(0);
    this.#head = undefined;
    return bytes.subarray(end + 4 - before);
  }
}

const decoders = await openDecoderDriver(await openNative(), { flac: false });
tell({ soundMs: undefined });

for await (const path of createInterface({ input: process.stdin })) tell(await play(path));

function tell(report: PlainReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Resolves when the whole file is here: what follows finds the link at rest. */
async function play(path: string): Promise<PlainReport> {
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.once("secureConnect", () => {
    socket.write(`GET /${path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n`);
  });
  using decoder = decoders.open("opus", new Uint8Array(0));
  return { soundMs: await listen(socket, decoder) };
}

async function listen(socket: TLSSocket, decoder: Decoder): Promise<number | undefined> {
  const demuxer = new OggDemuxer();
  const body = new BodyReader();
  let soundMs: number | undefined;
  let packets = 0;
  for await (const bytes of socket) {
    for (const packet of demuxer.push(body.push(bytes))) {
      packets += 1;
      if (packets <= headPackets || soundMs !== undefined) continue;
      if (sounds(decoder, packet.bytes)) soundMs = Number(process.hrtime.bigint()) / 1e6;
    }
  }
  return soundMs;
}

function sounds(decoder: Decoder, packet: Uint8Array): boolean {
  const frames = decoder.decode(packet, samples);
  return samples.subarray(0, 2 * frames).some((sample) => Math.abs(sample) > silenceMax);
}
