/** A speaker serves nothing over the link in this version: it asks, and refuses to be asked. */
import type { ServedAnswer } from "../transport/endpoint.ts";

const notServed = 20;

export function refuseEverything(): Promise<ServedAnswer> {
  return Promise.resolve({ kind: "refused", code: notServed, message: "a speaker serves nothing" });
}
