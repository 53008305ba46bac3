/** The set-up page in a real browser of a phone's size, through the ports that a phone finds. On loopback. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import dnsPacket from "dns-packet";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Provisioning } from "../../../src/household/provisioning.ts";
import { serve } from "../../../tools/setup-network/host/servers.ts";
import { formBytesMax } from "../../../tools/setup-network/limits.ts";
import { Portal } from "../../../tools/setup-network/portal.ts";

const executablePath = "/usr/bin/chromium";
const missing = existsSync(executablePath) ? "" : "no chromium";
const shots = path.resolve(import.meta.dirname, "../../../test-results/setup-network");
const loopback = "127.0.0.1";
const networks = [
  { ssid: "Home & Hearth", open: false },
  { ssid: "FRITZ!Box 7590 next door", open: false },
  { ssid: "Café", open: true },
];

class Opening implements AsyncDisposable {
  readonly taken: Provisioning[] = [];
  url = "";
  names = 0;
  #servers: AsyncDisposable | undefined;

  static async open(failed = false): Promise<Opening> {
    const opening = new Opening();
    const options = {
      ...{ token: "aa11", ssid: "Nightjar-7F3A", networks },
      submit: (settings: Provisioning) => opening.taken.push(settings) === 1,
      trouble: failed ? ("refused" as const) : undefined,
      draft: failed ? { ssid: "Home & Hearth", country: "DE", name: "Kitchen" } : undefined,
    };
    // Its address has the port of this test in it, which only the listener knows.
    let portal: Portal | undefined;
    const servers = await serve(loopback, { names: 0, page: 0 }, (asked) => {
      portal ??= new Portal({ ...options, address: `${loopback}:${servers.page}` });
      return portal.answer(asked);
    });
    opening.#servers = servers;
    opening.url = `http://${loopback}:${servers.page}/`;
    opening.names = servers.names;
    return opening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers?.[Symbol.asyncDispose]();
  }
}

describe("the ports of the set-up network", () => {
  it("answer a look for a name with themselves", async () => {
    await using opening = await Opening.open();
    const socket = createSocket("udp4");
    const questions = [{ name: "captive.apple.com", type: "A" as const }];
    socket.send(dnsPacket.encode({ type: "query", id: 7, questions }), opening.names, loopback);
    const [answer] = (await once(socket, "message")) as [Buffer];
    socket.close();
    const [record] = dnsPacket.decode(answer).answers ?? [];
    assert.ok(record?.type === "A" && record.data === loopback);
  });

  it("lead a phone's look for the Internet to the page, and refuse what is too long or no HTTP", async () => {
    await using opening = await Opening.open();
    const look = await fetch(`${opening.url}generate_204`, { redirect: "manual" });
    assert.deepEqual([look.status, look.headers.get("location")], [302, opening.url]);
    const body = "x".repeat(formBytesMax + 1);
    assert.equal((await fetch(`${opening.url}join`, { method: "POST", body })).status, 413);
    const socket = net.connect(Number(new URL(opening.url).port), loopback);
    socket.end("\u0000\u0001 rubbish\r\n\r\n");
    const [said] = (await once(socket, "data")) as [Buffer];
    assert.match(said.toString(), /^HTTP\/1\.1 400/);
    assert.equal((await fetch(opening.url)).status, 200);
  });
});

describe.skipIf(missing !== "")(`the set-up page${missing && ` (${missing})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  async function phone(colorScheme: "dark" | "light"): Promise<Page> {
    const viewport = { width: 360, height: 740 };
    const sizes = { viewport, isMobile: true, hasTouch: true, locale: "de-AT", colorScheme };
    // What a sign-in window may not have.
    const context = await browser.newContext({ ...sizes, javaScriptEnabled: false });
    return await context.newPage();
  }

  it("is filled in by thumb, without script, and sends what was filled in", async () => {
    await using opening = await Opening.open();
    const page = await phone("dark");
    await page.goto(opening.url);
    assert.equal(await page.getByLabel("Country").inputValue(), "AT");
    await page.screenshot({ path: path.join(shots, "form.png"), fullPage: true });
    await page.getByText("Home & Hearth").tap();
    await page.getByLabel("Passphrase of").fill("correct horse");
    await page.getByLabel("Name of the speaker").fill("Küche");
    await page.getByRole("button").tap();
    await page.getByRole("heading", { name: "connects now" }).waitFor();
    await page.screenshot({ path: path.join(shots, "parting.png"), fullPage: true });
    const wifi = { ssid: "Home & Hearth", passphrase: "correct horse" };
    assert.deepEqual(opening.taken, [{ wifi, country: "AT", name: "Küche" }]);
    await page.context().close();
  });

  it("fits a phone, has room for thumbs, and says what went wrong", async () => {
    await using opening = await Opening.open(true);
    const page = await phone("light");
    await page.goto(opening.url);
    await page.screenshot({ path: path.join(shots, "refused.png"), fullPage: true });
    assert.match(
      (await page.getByRole("alert").textContent()) ?? "",
      /passphrase is probably wrong/,
    );
    const { width } = (await page.locator("main").boundingBox()) ?? { width: 0 };
    assert.ok(width > 300 && width <= 360);
    for (const row of await page.locator(".net, button").all())
      assert.ok(((await row.boundingBox())?.height ?? 0) >= 44);
    await page.getByPlaceholder("Another network").fill("Hidden");
    await page.getByRole("radio", { name: "Another network" }).check();
    await page.getByLabel("Passphrase of").fill("short");
    await page.getByRole("button").tap();
    await page.getByRole("alert").filter({ hasText: "8 to 63" }).waitFor();
    assert.deepEqual(opening.taken, []);
    await page.context().close();
  });
});
