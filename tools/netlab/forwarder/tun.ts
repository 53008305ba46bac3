/**
 * A TUN interface in a namespace of its own: whole IP packets are read from and written to its
 * descriptor, wherever the process is. The interface is gone when the descriptor is closed.
 *
 * Opening one steps into the namespace with this thread, synchronously, and back before it returns:
 * nothing else of the process is ever inside.
 */
import { closeSync, openSync, writeFileSync } from "node:fs";
import { NetlabError } from "../errors.ts";
import type { Libc } from "./libc.ts";

export const interfaceName = "lan0";

/** Of linux/if_tun.h, fcntl.h, sched.h. */
const tunSetInterface = 0x4004_54ca;
const tunWithoutHeader = 0x0001 | 0x1000;
const readWriteNonBlocking = 0o2 | 0o4000;
const networkNamespace = 0x4000_0000;
const requestBytes = 40;
const flagsAt = 16;

/** Hosts of a lab speak when their programs do: no router is asked for, no address made up. */
const quiet: readonly (readonly [string, string])[] = [
  ["accept_ra", "0"],
  ["autoconf", "0"],
  ["router_solicitations", "0"],
  ["accept_dad", "0"],
];

/** Its descriptor, non-blocking. Throws NetlabError `no-tun`. */
export function openTun(libc: Libc, namespacePath: string): number {
  const here = openSync("/proc/thread-self/ns/net", "r");
  try {
    const there = openSync(namespacePath, "r");
    try {
      if (libc.setns(there, networkNamespace) !== 0) throw refused("setns", libc.errno());
    } finally {
      closeSync(there);
    }
    try {
      return createTun(libc);
    } finally {
      goHome(libc, here);
    }
  } finally {
    closeSync(here);
  }
}

/** A thread that stays inside would open everything else in there: this ends it. */
function goHome(libc: Libc, here: number): void {
  if (libc.setns(here, networkNamespace) !== 0) throw refused("setns back", libc.errno());
}

function createTun(libc: Libc): number {
  const fd = libc.open("/dev/net/tun", readWriteNonBlocking);
  if (fd < 0) throw refused("/dev/net/tun", libc.errno());
  const request = new Uint8Array(requestBytes);
  request.set(new TextEncoder().encode(interfaceName));
  new DataView(request.buffer).setUint16(flagsAt, tunWithoutHeader, true);
  if (libc.ioctl(fd, tunSetInterface, request) !== 0) {
    const error = refused("TUNSETIFF", libc.errno());
    libc.close(fd);
    throw error;
  }
  for (const [name, value] of quiet) setForIpv6(name, value);
  return fd;
}

function setForIpv6(name: string, value: string): void {
  try {
    writeFileSync(`/proc/sys/net/ipv6/conf/${interfaceName}/${name}`, value);
  } catch {
    return; // No IPv6 in this kernel, or read-only settings: then the hosts are less quiet.
  }
}

function refused(what: string, errno: number): NetlabError {
  return new NetlabError("no-tun", `a virtual interface cannot be made: ${what} (errno ${errno})`, {
    remedy: "run as root on a machine with /dev/net/tun",
  });
}
