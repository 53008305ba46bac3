/**
 * The running origin's figures, for `nightjar origin stats`: whoever opens
 * DIR/control.sock gets one JSON document, and the socket is closed.
 */
import { concatBytes, utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { Network, StreamListener } from "../ports/network.ts";
import type { LibraryStats } from "./library.ts";
import { statsBytesMax } from "./limits.ts";

/** CONTRACT.md `origin stats`, field by field. */
export interface Figures {
  readonly sessions: number;
  /** Ids of the members that are connected. */
  readonly connected: readonly string[];
  readonly bytesServed: number;
  readonly rateBps: number;
  readonly datagramsDropped: number;
  readonly tracks: number;
  readonly ingest: LibraryStats["ingest"];
}

/** Throws NetworkError. Listening ends when the result is disposed. */
export function serveFigures(
  network: Network,
  path: string,
  figures: () => Figures,
  signal: AbortSignal,
): Promise<StreamListener> {
  return network.listenUnix(
    path,
    (socket) => {
      socket.write(utf8Bytes(`${JSON.stringify(figures())}\n`));
      socket.close();
    },
    signal,
  );
}

/** Undefined where no origin runs in that folder. */
export async function askFigures(
  network: Network,
  path: string,
  signal: AbortSignal,
): Promise<Figures | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    await using socket = await network.connectUnix(path, signal);
    for await (const part of socket.incoming) {
      length += part.length;
      if (length > statsBytesMax) return undefined;
      parts.push(part);
    }
  } catch {
    // Nobody listens: the origin does not run, which the caller can say better.
    return undefined;
  }
  const text = utf8Text(concatBytes(parts));
  return text === undefined ? undefined : (JSON.parse(text) as Figures); // our own daemon wrote it
}
