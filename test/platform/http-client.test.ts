import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "vitest";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import { answerBytesMax } from "../../src/ports/http-client.ts";

const never = new AbortController().signal;
const headers = { Authorization: "Token secret", "Content-Type": "application/json" };

async function withServer(
  answer: RequestListener,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on an address
  try {
    await work(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("the HTTP client", () => {
  it("sends what it is given, and takes every status for an answer", async () => {
    const server: RequestListener = (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const said = `${request.method} ${request.url} ${request.headers.authorization}`;
        response.writeHead(429, { "X-RateLimit-Reset-In": "7" });
        response.end(`${said} ${Buffer.concat(parts).toString()}`);
      });
    };
    await withServer(server, async (url) => {
      const body = new TextEncoder().encode("{}");
      const request = { method: "POST", url: `${url}/1/x`, headers, body } as const;
      const answer = await nodeHttpClient.request(request, never);
      assert.deepEqual(
        [answer.status, answer.header("x-ratelimit-reset-in"), answer.header("x-none")],
        [429, "7", undefined],
      );
      assert.equal(new TextDecoder().decode(answer.body), "POST /1/x Token secret {}");
    });
  });

  it("follows no redirection: the token is for the server that was named", async () => {
    let others = 0;
    await withServer(
      (_, response) => {
        others += 1;
        response.end();
      },
      async (elsewhere) => {
        const server: RequestListener = (_, response) =>
          response.writeHead(302, { Location: elsewhere }).end();
        await withServer(server, async (url) => {
          const answer = await nodeHttpClient.request({ method: "GET", url, headers }, never);
          assert.deepEqual([answer.status, others], [302, 0]);
        });
      },
    );
  });

  it("reads no more of an answer than it must", async () => {
    const endless: RequestListener = (_, response) => {
      response.on("error", () => undefined);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
      };
      response.on("drain", more);
      more();
    };
    await withServer(endless, async (url) => {
      const answer = await nodeHttpClient.request({ method: "GET", url, headers }, never);
      assert.equal(answer.body.length, answerBytesMax);
    });
  });

  it("says who cannot be reached, and nothing of the headers", async () => {
    let gone = "";
    await withServer(
      (_, response) => response.end(),
      async (url) => {
        gone = url;
      },
    );
    await assert.rejects(
      nodeHttpClient.request({ method: "GET", url: gone, headers }, never),
      (error) => {
        assert.ok(error instanceof NetworkError);
        assert.equal(error.code, "connection-refused");
        assert.ok(error.message.includes(new URL(gone).host) && !error.message.includes("secret"));
        return true;
      },
    );
    await withServer(
      (request) => request.socket.destroy(),
      async (url) => {
        const asked = nodeHttpClient.request({ method: "GET", url, headers }, never);
        await assert.rejects(asked, NetworkError);
      },
    );
  });

  it("ends when it is called off, with the reason as it was given", async () => {
    await withServer(
      () => undefined,
      async (url) => {
        const stop = new AbortController();
        const asked = nodeHttpClient.request({ method: "GET", url, headers }, stop.signal);
        const why = new Error("enough");
        stop.abort(why);
        await assert.rejects(asked, why);
      },
    );
  });
});
