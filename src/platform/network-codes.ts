/** What the system says of a connection that did not come about, in the words of the ports. */
import type { NetworkErrorCode } from "../ports/errors.ts";

const codes: ReadonlyMap<string, NetworkErrorCode> = new Map([
  ["ECONNREFUSED", "connection-refused"],
  ["ENOTFOUND", "host-unknown"],
  ["EAI_AGAIN", "host-unknown"],
  ["ENETUNREACH", "network-down"],
  ["EHOSTUNREACH", "network-down"],
]);

/** `connection-lost` for whatever else ended it. */
export function networkCodeOf(error: unknown): NetworkErrorCode {
  const system = error instanceof Error && "code" in error ? String(error.code) : "";
  return codes.get(system) ?? "connection-lost";
}
