/**
 * Small programs for the hosts of a lab, as text for `node -e`: what a host runs must be a process of
 * its own. Each prints one line when it is ready or done.
 */

/** Sends every datagram back. */
export const echo = (family: 4 | 6) => `
const socket = require("node:dgram").createSocket("udp${family}");
socket.on("message", (bytes, from) => socket.send(bytes, from.port, from.address));
socket.bind(7000, () => console.log("ready"));`;

/** One datagram each \`everyMs\`; prints [number, sent, round trip] of those that came back, in ms. */
export const ping = (family: 4 | 6, address: string, count: number, everyMs: number) => `
const socket = require("node:dgram").createSocket("udp${family}");
const startMs = performance.now();
const [sent, back] = [[], []];
socket.on("message", (bytes) => {
  const number = bytes.readUInt32BE();
  back.push([number, sent[number] - startMs, performance.now() - sent[number]]);
});
const timer = setInterval(() => {
  const bytes = Buffer.alloc(100);
  bytes.writeUInt32BE(sent.length);
  sent.push(performance.now());
  socket.send(bytes, 7000, "${address}");
  if (sent.length < ${count}) return;
  clearInterval(timer);
  setTimeout(() => { console.log(JSON.stringify(back)); process.exit(); }, 500);
}, ${everyMs});`;

/** Takes one TCP connection; prints bytes and milliseconds from the first byte to the last. */
export const tcpSink = `
const server = require("node:net").createServer((socket) => {
  let [bytes, firstMs, lastMs] = [0, 0, 0];
  socket.on("data", (data) => {
    firstMs ||= performance.now();
    lastMs = performance.now();
    bytes += data.length;
  });
  socket.on("end", () => { console.log(JSON.stringify({ bytes, ms: lastMs - firstMs })); process.exit(); });
});
server.listen(7001, () => console.log("ready"));`;

export const tcpSource = (address: string, bytes: number) => `
const socket = require("node:net").connect(7001, "${address}", () => socket.end(Buffer.alloc(${bytes})));`;

/** Prints the first datagram that comes to the port. */
export const listen = (group: string | undefined, own: string) => `
const socket = require("node:dgram").createSocket({ type: "udp4", reuseAddr: true });
socket.on("message", (bytes, from) => { console.log(from.address + " " + bytes); process.exit(); });
socket.bind(7002, () => {
  ${group === undefined ? "" : `socket.addMembership("${group}", "${own}");`}
  console.log("ready");
});`;

export const shout = (address: string) => `
const socket = require("node:dgram").createSocket("udp4");
socket.bind(() => {
  socket.setBroadcast(true);
  socket.send("hello", 7002, "${address}", () => socket.close());
});`;

/** Prints the names of the network interfaces, and whether this port of loopback answers. */
export const lookAround = (port: number) => `
const names = Object.keys(require("node:os").networkInterfaces());
const socket = require("node:net").connect(${port}, "127.0.0.1");
socket.on("connect", () => { console.log(JSON.stringify({ names, outside: true })); process.exit(); });
socket.on("error", () => console.log(JSON.stringify({ names, outside: false })));`;
