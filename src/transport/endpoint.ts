/** The link's shell: one UDP socket, many sessions. */
import type { Address } from "../ports/network.ts";
import type {
  EndpointStats,
  LinkOptions,
  LinkPorts,
  LinkSession,
  RemotePeer,
} from "./link-types.ts";

export type { RequestClass } from "../wire/link-frames.ts";
export type * from "./link-types.ts";
export { linkRefusals } from "./link-types.ts";
export { type LinkKeyPair, linkKeyPair } from "./x25519.ts";

export declare class LinkEndpoint implements AsyncDisposable {
  static open(ports: LinkPorts, options: LinkOptions, signal: AbortSignal): Promise<LinkEndpoint>;
  readonly local: Address;
  connect(remote: RemotePeer): LinkSession;
  sessions(): readonly LinkSession[];
  stats(): EndpointStats;
  [Symbol.asyncDispose](): Promise<void>;
}
