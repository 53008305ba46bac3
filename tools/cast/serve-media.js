/**
 * Serves the files of a folder over HTTP: `serve-media.js FOLDER HOST PORT`; prints `serving PORT` once it does.
 *
 * `/NAME` by ranges; `/live/NAME?s=SECONDS` as a station that sends a file of so many seconds at its pace, with
 * titles between the sound; `/window/NAME.m3u8` the last segments of an HLS playlist, one more as each is over.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";

const [folder = ".", host = "127.0.0.1", port = "0"] = process.argv.slice(2);
const types = {
  ".mp3": "audio/mpeg",
  ".html": "text/html",
  ".wav": "audio/wav",
  ".m3u8": "application/vnd.apple.mpegurl",
};

/** Sound between two titles, bytes. */
const interval = 4_000;
/** Sent at once, before it goes on at its pace. */
const burstSeconds = 4;
/** Segments of a live playlist. */
const windowMax = 5;
/** When the first segment of a live playlist had been made. */
const beginnings = new Map();

/** One range (RFC 9110 §14.1.2), with an end or without; all of the file for any other. */
function serveFile(file, request, response) {
  const { size } = statSync(file);
  const [, first = "0", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const [start, end] = [Number(first), Math.min(size - 1, last === "" ? size - 1 : Number(last))];
  if (start > end) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  const isPart = start > 0 || end < size - 1;
  response.writeHead(isPart ? 206 : 200, {
    "content-type": types[path.extname(file)] ?? "application/octet-stream",
    "content-length": end + 1 - start,
    "accept-ranges": "bytes",
    ...(isPart ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
  });
  createReadStream(file, { start, end }).pipe(response);
}

function serveStation(file, seconds, response) {
  const bytes = readFileSync(file);
  const bytesPerS = bytes.length / seconds;
  const headers = { "icy-name": "Radio Lab", "icy-metaint": `${interval}` };
  response.writeHead(200, { ...headers, "content-type": "audio/aacp" });
  const title = Buffer.alloc(48);
  title.write("StreamTitle='Ladder';");
  const began = Date.now();
  let at = 0;
  const send = () => {
    const due = bytesPerS * (burstSeconds + (Date.now() - began) / 1_000);
    for (; at < bytes.length && at < due; at += interval) {
      response.write(bytes.subarray(at, at + interval));
      response.write(at === 0 ? Buffer.concat([Buffer.of(3), title]) : Buffer.of(0));
    }
  };
  send();
  const timer = setInterval(send, 200);
  response.on("close", () => clearInterval(timer));
}

function serveWindow(file, response) {
  const entries = [...readFileSync(file, "utf8").matchAll(/#EXTINF:([\d.]+),.*\n(\S+)/g)];
  const seconds = Number(entries[0]?.[1] ?? 1);
  if (!beginnings.has(file)) beginnings.set(file, Date.now());
  const passed = Math.floor((Date.now() - beginnings.get(file)) / 1_000 / seconds);
  const made = Math.min(entries.length, 3 + passed);
  const first = Math.max(0, made - windowMax);
  const map = /^#EXT-X-MAP.*$/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
  const head = `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:${Math.ceil(seconds)}\n#EXT-X-MEDIA-SEQUENCE:${first}\n${map}\n`;
  const shown = entries
    .slice(first, made)
    .map(([, length, name]) => `#EXTINF:${length},\n${name}\n`);
  const end = made === entries.length ? "#EXT-X-ENDLIST\n" : "";
  response.writeHead(200, { "content-type": types[".m3u8"] }).end(head + shown.join("") + end);
}

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
  const file = path.join(folder, path.basename(pathname));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404).end();
  } else if (pathname.startsWith("/live/")) {
    serveStation(file, Number(searchParams.get("s") ?? 1), response);
  } else if (pathname.startsWith("/window/") && file.endsWith(".m3u8")) {
    serveWindow(file, response);
  } else {
    serveFile(file, request, response);
  }
});
server.listen(Number(port), host, () => process.stdout.write(`serving ${server.address().port}\n`));
