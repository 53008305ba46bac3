/** The music goes from one room to another by the web remote of the first, in a real browser and a network of its own. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "vitest";
import type { SeenSpeaker, SpeakerStatus } from "../../src/player/model.ts";
import { json, until } from "../programs/daemon.ts";
import { shot } from "./looks.ts";
import { missing, phone, WebHouse } from "./web-house.ts";

const why = missing !== "" ? missing : process.getuid?.() === 0 ? "" : "no root for a network";

describe.skipIf(why !== "")(`rooms in Chromium${why === "" ? "" : ` (skipped: ${why})`}`, () => {
  it("moves the music to a room that does not know the browser yet: pairs it, plays there, and pauses here", {
    timeout: 300_000,
  }, async () => {
    using network = new OwnNetwork();
    await using house = await WebHouse.start(network.through);
    await house.addSpeaker("Bath");
    const bath = <T>(...words: string[]) =>
      json<T>(["ctl", "--data", house.folder.in("Bath"), "--json", ...words]);
    await until("it knows the library", async () => (await bath<unknown[]>("library"))[7]);
    await until("the rooms know where the other's page is", async () => {
      const others = await bath<SeenSpeaker[]>("speakers");
      return others.find(({ name, web }) => name === "Kitchen" && web.length > 0);
    });
    await house.ctl("play", "almanac");
    await house.ctl("seek", "30");
    const page = await house.remote(phone);
    await page.goto(`${house.url}/#/rooms`);
    const move = page.getByRole("button", { name: "Move the music to Bath" });
    await move.waitFor();
    await shot(page, "rooms-two-phone");
    await move.click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("heading", { name: /Bath does not know this browser/ }).waitFor();
    const { code } = await bath<{ code: string }>("pair", "--open");
    await sheet.getByLabel("Six digits").pressSequentially(code);
    await page.getByText("The music moved to Bath").waitFor();
    const there = await until("it plays there", async () => {
      const status = await bath<SpeakerStatus>("status");
      return status.state === "playing" ? status : undefined;
    });
    const here = await house.ctl<SpeakerStatus>("status");
    assert.equal(here.state, "paused");
    assert.equal(there.track?.title, here.track?.title);
    assert.ok(Math.abs(there.positionMs - here.positionMs) < 20_000 && there.positionMs > 29_000);
    assert.equal(there.queue.length, here.queue.length - here.queue.index);
    await page.getByRole("link", { name: "Open the remote of Bath" }).click();
    await page
      .getByRole("button", { name: "Pair" })
      .or(page.getByRole("button", { name: "Pause" }))
      .first()
      .waitFor();
    assert.deepEqual(house.faults, []);
  });
});

/** One machine with nothing but its loopback. */
class OwnNetwork implements Disposable {
  readonly #name = `nj-web-${process.pid}`;
  readonly through: readonly string[] = ["ip", "netns", "exec", this.#name];

  constructor() {
    execFileSync("ip", ["netns", "add", this.#name]);
    execFileSync("ip", ["-n", this.#name, "link", "set", "lo", "up"]);
  }
  [Symbol.dispose](): void {
    execFileSync("ip", ["netns", "delete", this.#name]);
  }
}
