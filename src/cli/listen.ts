/** Where daemons listen when nobody says, and what happens when that place is taken. */
import type { HostPort } from "../base/address.ts";
import { NetworkError } from "../ports/errors.ts";

export const defaultPorts = {
  speaker: 41_000,
  origin: 41_800,
  control: 7_646,
  web: 7_680,
  updates: 7_690,
  cast: 8_009,
} as const;
const everywhere = "0.0.0.0";
/** Speakers on one machine, at most: more than anybody runs for a test. */
const triesMax = 64;

/**
 * Opens at the address that was named, or else at the default port or the next one that is free.
 * Throws NetworkError `port-in-use`.
 */
export async function openAt<T>(
  named: HostPort | undefined,
  defaultPort: number,
  open: (at: HostPort) => Promise<T>,
): Promise<T> {
  if (named !== undefined) return open(named);
  for (let port = defaultPort; ; port++) {
    try {
      return await open({ host: everywhere, port });
    } catch (error) {
      const taken = error instanceof NetworkError && error.code === "port-in-use";
      if (!taken || port + 1 >= defaultPort + triesMax) throw error;
    }
  }
}
