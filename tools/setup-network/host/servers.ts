/** The two ports that a phone finds in the set-up network: names at 53, the page at 80. Bounded; nothing is kept. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import http from "node:http";
import { dnsAnswer } from "../dns-answer.ts";
import { connectionsMax, formBytesMax, headBytesMax, requestMs } from "../limits.ts";
import type { Asked, Reply } from "../portal.ts";

export interface Ports {
  readonly names: number;
  readonly page: number;
}

/** Listens at `address`, of IPv4, alone. */
export async function serve(
  address: string,
  ports: Ports,
  answer: (asked: Asked) => Reply,
): Promise<AsyncDisposable & Ports> {
  const names = createSocket("udp4");
  const four = Uint8Array.from(address.split(".").map(Number));
  names.on("message", (question, from) => {
    const reply = dnsAnswer(question, four);
    if (reply !== undefined) names.send(reply, from.port, from.address, () => undefined);
  });
  const page = http.createServer(
    {
      maxHeaderSize: headBytesMax,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: 1_000,
    },
    (asked, response) => void reply(asked, response, answer),
  );
  page.maxConnections = connectionsMax;
  page.timeout = requestMs;
  try {
    names.bind(ports.names, address);
    await once(names, "listening");
    // A phone that goes away in the middle is no trouble of ours.
    names.on("error", () => undefined);
    page.listen(ports.page, address);
    await once(page, "listening");
  } catch (error) {
    names.close();
    page.close();
    throw error;
  }
  let closed = false;
  return {
    names: names.address().port,
    page: (page.address() as { readonly port: number }).port, // of TCP, not of a path
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      names.close();
      page.closeAllConnections();
      page.close();
      await once(page, "close");
    },
  };
}

async function reply(
  asked: http.IncomingMessage,
  response: http.ServerResponse,
  answer: (asked: Asked) => Reply,
): Promise<void> {
  const body = await bodyOf(asked);
  if (body === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const {
    status,
    headers,
    body: text,
  } = answer({
    method: asked.method ?? "",
    path: (asked.url ?? "").split("?", 1)[0] ?? "",
    host: asked.headers.host ?? "",
    languages: asked.headers["accept-language"] ?? "",
    body,
  });
  response.writeHead(status, headers).end(asked.method === "HEAD" ? undefined : text);
}

/** Undefined where it is too long, or its sender went away. */
async function bodyOf(asked: http.IncomingMessage): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of asked as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (bytes > formBytesMax) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString("utf8");
}
