/**
 * systemd's end of the line, by FFI: Node has no datagram sockets of the Unix
 * kind. sd_notify(3): lines of NAME=VALUE in one datagram to $NOTIFY_SOCKET.
 *
 * Nothing here waits: a manager whose queue is full is told again by the caller.
 * Bounds: one datagram a call, `statusCharsMax` of a status.
 */
import type { ServiceManager, ServiceNews } from "../ports/service-manager.ts";
import { type Native, openNative } from "./native.ts";

/** Of linux/socket.h and unix(7). */
const afUnix = 1;
const datagramNoWaitCloseOnExec = 2 | 0o4000 | 0o2000000;
const noSignalNoWait = 0x4000 | 0x40;
const pathBytesMax = 107;

/** `systemctl status` shows one line of a terminal. */
const statusCharsMax = 200;

type Variables = Record<string, string | undefined>;

/**
 * Undefined where nobody listens. Takes what it is told by the environment out of it: a program that
 * this one starts must not speak in its name (sd_notify(3), unset_environment).
 */
export async function openServiceManager(
  variables: Variables,
  processId: number,
): Promise<ServiceManager | undefined> {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: usec, WATCHDOG_PID: watched } = variables;
  for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) delete variables[name];
  const address = socket === undefined ? undefined : socketAddress(socket);
  if (address === undefined) return undefined;
  const calls = loadCalls(await openNative());
  const handle = calls?.socket(afUnix, datagramNoWaitCloseOnExec, 0) ?? -1;
  if (calls === undefined || handle < 0) return undefined;
  const ours = watched === undefined || Number(watched) === processId;
  return new Systemd(calls, handle, address, ours ? watchdogOf(usec) : undefined);
}

/** What is sent; `""` where there is nothing to say. No value can bring a line of its own. */
export function newsText({ ready, stopping, alive, status }: ServiceNews): string {
  const lines = [
    ready === true ? "READY=1" : "",
    stopping === true ? "STOPPING=1" : "",
    alive === true ? "WATCHDOG=1" : "",
    status === undefined ? "" : `STATUS=${oneLine(status)}`,
  ];
  return lines.filter((line) => line !== "").join("\n");
}

/** sockaddr_un: a path, or with a leading @ a name in the abstract name space. Undefined for what systemd does not say. */
export function socketAddress(text: string): Uint8Array | undefined {
  const name = new TextEncoder().encode(text);
  const kind = text[0];
  if ((kind !== "/" && kind !== "@") || name.length < 2 || name.length > pathBytesMax)
    return undefined;
  if (kind === "@") name[0] = 0;
  // An abstract name is as long as the address says, a path ends with a zero.
  const address = new Uint8Array(2 + name.length + (kind === "/" ? 1 : 0));
  new Uint16Array(address.buffer, 0, 1)[0] = afUnix;
  address.set(name, 2);
  return address;
}

function watchdogOf(usec: string | undefined): number | undefined {
  const us = Number(usec ?? "");
  return Number.isSafeInteger(us) && us > 0 ? us : undefined;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, statusCharsMax);
}

interface Calls {
  socket(family: number, kind: number, protocol: number): number;
  close(handle: number): number;
  send(
    handle: number,
    bytes: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: number,
  ): number;
}

function loadCalls(native: Native | undefined): Calls | undefined {
  try {
    const libc = native?.load(["libc.so.6"]);
    if (libc === undefined) return undefined;
    // As in socket(2), close(2) and sendto(2).
    return {
      socket: libc.func("int socket(int, int, int)") as unknown as Calls["socket"],
      close: libc.func("int close(int)") as unknown as Calls["close"],
      send: libc.func(
        "intptr_t sendto(int, const uint8_t *, size_t, int, const uint8_t *, uint32_t)",
      ) as unknown as Calls["send"],
    };
  } catch {
    return undefined; // Another C library: then nobody is told, as without a manager.
  }
}

class Systemd implements ServiceManager {
  readonly watchdogUs: number | undefined;
  readonly #calls: Calls;
  readonly #address: Uint8Array;
  #handle: number | undefined;

  constructor(calls: Calls, handle: number, address: Uint8Array, watchdogUs: number | undefined) {
    this.#calls = calls;
    this.#handle = handle;
    this.#address = address;
    this.watchdogUs = watchdogUs;
  }

  tell(news: ServiceNews): boolean {
    if (this.#handle === undefined) return false;
    const bytes = new TextEncoder().encode(newsText(news));
    if (bytes.length === 0) return true;
    const to = this.#address;
    const flags = noSignalNoWait;
    return this.#calls.send(this.#handle, bytes, bytes.length, flags, to, to.length) >= 0;
  }

  /** May be called twice. */
  [Symbol.dispose](): void {
    if (this.#handle !== undefined) this.#calls.close(this.#handle);
    this.#handle = undefined;
  }
}
