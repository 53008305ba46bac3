/** What the household keeps together and what wakes it: alarms, sleep timer, limits, playlists, favourites, audit. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { it } from "vitest";
import { until } from "../../programs/daemon.ts";
import { shot, status } from "../looks.ts";
import { desktop, phone, type WebHouse } from "../web-house.ts";

const slow = { timeout: 120_000 };

export function householdScenes(house: () => WebHouse): void {
  it("makes, changes and removes an alarm", slow, async () => {
    const page = await openAt(house(), "settings", phone);
    await page.getByRole("link", { name: /^Alarms/ }).click();
    await page.getByRole("button", { name: "New alarm" }).click();
    await page.getByLabel("Time", { exact: true }).fill("06:45");
    await page.getByRole("button", { name: "Saturday" }).click();
    await page.getByLabel("Music: a title, artist or album").fill("blue kettle");
    await shot(page, "alarm-form-phone");
    await page.getByRole("button", { name: "Save" }).click();
    const made = await until("the speaker has it", async () => (await alarms(house()))[0]);
    assert.deepEqual(
      [made.time, made.days, made.what, made.enabled],
      ["06:45", [0, 1, 2, 3, 4, 5], ["blue kettle"], true],
    );
    await page.getByRole("checkbox", { name: "Alarm at 06:45 is on" }).click();
    await until(
      "it is off",
      async () => (await alarms(house()))[0]?.enabled === false || undefined,
    );
    await page.getByRole("button", { name: "Alarm at 06:45" }).click();
    await page.getByRole("dialog").getByLabel("Volume").fill("25");
    await page.getByRole("button", { name: "Save" }).click();
    await until("it is on, and softer", async () => {
      const [alarm] = await alarms(house());
      return (alarm?.volume === 25 && alarm.enabled) || undefined;
    });
    const before = (await alarms(house()))[0]?.nextMs ?? 0;
    await page.getByRole("button", { name: "Skip the next time: 06:45" }).click();
    await page.getByText(/not \w+ .*06:45/).waitFor();
    await shot(page, "alarms-phone");
    const skipped = (await alarms(house()))[0];
    assert.ok(skipped?.skippedMs === before && (skipped.nextMs ?? 0) > before);
    await page.getByRole("button", { name: "Sound after all: 06:45" }).click();
    await page.getByText(/not \w+ .*06:45/).waitFor({ state: "detached" });
    assert.equal((await alarms(house()))[0]?.nextMs, before);
    await page.getByRole("button", { name: "Alarm at 06:45" }).click();
    await page.getByRole("button", { name: "Remove this alarm" }).click();
    await page.getByRole("heading", { name: "No alarms yet" }).waitFor();
    assert.deepEqual(await alarms(house()), []);
    await page.context().close();
  });

  it(
    "takes the address of a station: typed in its place, or pasted into the search; and says why not",
    slow,
    async () => {
      await house().ctl("play", "almanac");
      const page = await openAt(house(), "library", phone);
      await page.getByRole("button", { name: "Play a web address" }).click();
      const sheet = page.getByRole("dialog");
      const play = sheet.getByRole("button", { name: "Play now" });
      assert.ok(await play.isDisabled(), "nothing was typed");
      const field = sheet.getByRole("textbox");
      await field.fill("ftp://radio.example/live");
      await page.keyboard.press("Enter");
      await sheet.getByText(/nothing is played from ftp/i).waitFor();
      await field.fill("127.0.0.1:1/live.mp3");
      await play.click();
      await sheet.getByText(/127\.0\.0\.1.*(loopback|not asked|itself)/).waitFor();
      await shot(page, "address-phone");
      assert.equal((await status(house())).state, "playing", "what plays goes on");
      await sheet.getByRole("button", { name: "Add to queue" }).click();
      await sheet.waitFor({ state: "detached" });
      await page.getByText("Added 127.0.0.1:1 to the queue").waitFor();
      await page.getByRole("searchbox").fill("http://127.0.0.1:1/two.mp3");
      await page.getByRole("heading", { name: "Play a web address" }).waitFor();
      await shot(page, "address-search-phone");
      await page.getByRole("button", { name: "Play next" }).click();
      await page.getByText("127.0.0.1:1 plays next").waitFor();
      const rows = await house().ctl<{ track: { url?: string } }[]>("queue");
      const urls = rows.map(({ track }) => track.url ?? "");
      assert.deepEqual(
        [urls[1], urls.at(-1)],
        ["http://127.0.0.1:1/two.mp3", "http://127.0.0.1:1/live.mp3"],
      );
      await page.context().close();
    },
  );

  it("says of what is played by its address where it comes from", slow, async () => {
    await using web = await serving("Harbour hum.wav", hum(60));
    await house().ctl("play", web.url);
    const page = await openAt(house(), "now", phone);
    await page.getByText(`From ${new URL(web.url).host}`).waitFor();
    await page.getByRole("heading", { name: "Harbour hum" }).waitFor();
    await shot(page, "address-plays-phone");
    assert.equal(await page.getByText("From the library").count(), 0);
    await page.context().close();
    await house().ctl("play", "almanac");
  });

  it("renames the speaker, for all who look at it", slow, async () => {
    const [page, other] = [await openAt(house(), "settings", phone), await house().remote()];
    await other.goto(`${house().url}/#/rooms`);
    await other.locator(".room").getByText("Kitchen").waitFor();
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("Galley");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("definition").getByText("Galley").waitFor();
    await other.locator(".room").getByText("Galley").waitFor();
    await other.locator(".nav").getByText("Galley").waitFor();
    assert.equal((await status(house())).speaker.name, "Galley");
    await house().ctl("rename", "");
    await other.locator(".nav").getByText("Kitchen").waitFor();
    for (const each of [page, other]) await each.context().close();
  });

  it("sets the sleep timer and says how long is left", slow, async () => {
    await house().ctl("play", "almanac");
    const page = await openAt(house(), "now", phone);
    await page.getByRole("button", { name: "Sleep timer" }).click();
    await shot(page, "sleep-phone");
    await page.getByRole("button", { name: "In 30 minutes" }).click();
    await page.getByText("Sleeps in 30 min").waitFor();
    assert.ok(((await status(house())).sound.sleep?.leftS ?? 0) > 1_700);
    await page.getByRole("button", { name: "Sleep timer" }).click();
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByText("Sleeps in 30 min").waitFor({ state: "detached" });
    assert.equal((await status(house())).sound.sleep, null);
    await page.context().close();
  });

  it(
    "sets the tone, limits the volume, keeps quiet hours, and names the household",
    slow,
    async () => {
      const page = await openAt(house(), "settings", desktop);
      await page.getByRole("slider", { name: "Treble" }).focus();
      await page.keyboard.press("ArrowLeft");
      await page.getByRole("button", { name: "Albums", exact: true }).click();
      await until("it sounds otherwise", async () => {
        const { tone, loudness } = (await status(house())).sound;
        return (tone.treble === -1 && loudness === "album") || undefined;
      });
      const cap = page.getByRole("slider", { name: "Loudest", exact: true });
      await cap.focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
      await until(
        "the limit is 97",
        async () => (await status(house())).sound.cap === 97 || undefined,
      );
      await page.getByRole("checkbox", { name: /^Quiet hours/ }).click();
      await page.getByLabel("From").fill("21:30");
      await page.getByLabel("From").blur();
      await until("quiet hours are there", async () => {
        const { quiet } = (await status(house())).sound;
        return (quiet?.from === "21:30" && quiet.to === "07:00") || undefined;
      });
      await page.getByRole("checkbox", { name: /^Quiet hours/ }).click();
      await until(
        "they are off",
        async () => (await status(house())).sound.quiet === null || undefined,
      );
      await cap.focus();
      await page.keyboard.press("End");
      await until(
        "the limit is off",
        async () => (await status(house())).sound.cap === 100 || undefined,
      );
      await page.getByLabel("Name", { exact: true }).fill("The mill");
      await page.getByLabel("Time zone").fill("Europe/Oslo");
      await page.getByLabel("Time zone").blur();
      await until("the household has both", async () => {
        const { name, zone } = await house().ctl<{ name: string; zone: string }>("household");
        return (name === "The mill" && zone === "Europe/Oslo") || undefined;
      });
      await page.getByLabel("Time zone").fill("Nowhere/Land");
      await page.getByLabel("Time zone").blur();
      await page.locator(".notice").waitFor();
      await until("what was refused is taken back", async () =>
        (await page.getByLabel("Time zone").inputValue()) === "Europe/Oslo" ? true : undefined,
      );
      await page.context().close();
    },
  );

  it(
    "makes a playlist of tracks, sorts it by keys, plays from within, and deletes it",
    slow,
    async () => {
      const page = await openAt(house(), "library", phone);
      page.on("dialog", (dialog) => void dialog.accept());
      await page.getByRole("tab", { name: "Playlists" }).click();
      await page.getByRole("button", { name: "New playlist" }).click();
      await page.getByRole("textbox", { name: "New playlist" }).fill("Rainy days");
      await page.getByRole("button", { name: "Save" }).click();
      const link = page.getByRole("link", { name: /Rainy days/ });
      await link.waitFor();
      await page.getByRole("tab", { name: "Tracks" }).click();
      for (const title of ["Blue Kettle", "Viaduct"]) {
        await page.getByRole("button", { name: `More for ${title}` }).click();
        await page.getByRole("button", { name: "Add to a playlist" }).click();
        await page.getByRole("button", { name: /^Rainy days/ }).click();
        await page.getByText(`Added “${title}” to Rainy days`).waitFor();
      }
      await page.getByRole("tab", { name: "Playlists" }).click();
      await shot(page, "playlists-phone");
      await link.click();
      await rowsAre(page, ["Blue Kettle", "Viaduct"]);
      await page.getByRole("button", { name: /^Move Viaduct/ }).focus();
      await page.keyboard.press("ArrowUp");
      await rowsAre(page, ["Viaduct", "Blue Kettle"]);
      await shot(page, "playlist-phone");
      await page.getByRole("button", { name: /^Play Blue Kettle/ }).click();
      await until("it plays from there", async () =>
        (await status(house())).track?.title === "Blue Kettle" ? true : undefined,
      );
      await copied(house(), "Rainy days", "Copied");
      await page.getByRole("button", { name: "Delete Rainy days" }).click();
      await page.getByRole("tab", { name: "Playlists" }).click();
      await page.getByRole("heading", { name: "No playlists yet" }).waitFor();
      await page.context().close();
    },
  );

  it("keeps favourites by a heart, and the other browser sees it", slow, async () => {
    await house().ctl("play", "blue kettle");
    const [page, other] = [
      await openAt(house(), "now", phone),
      await openAt(house(), "now", desktop),
    ];
    const heart = (of: Page) => of.getByRole("button", { name: "Blue Kettle is a favourite" });
    await heart(page).click();
    for (const each of [page, other]) await pressed(heart(each), "true");
    await page.getByRole("link", { name: "Library", exact: true }).click();
    await page.getByRole("tab", { name: "Favourites" }).click();
    await page.getByText("1 track", { exact: true }).waitFor();
    await heart(other).click();
    await page.getByRole("heading", { name: "No favourites yet" }).waitFor();
    await page.context().close();
    await other.context().close();
  });

  it("says who took over, until it plays something itself", slow, async () => {
    await house().ctl("play", "blue kettle");
    const page = await openAt(house(), "now", phone);
    await page.getByRole("heading", { name: "Blue Kettle" }).waitFor();
    await house().ctl("play", "viaduct");
    await page.getByText(/^Taken over by /).waitFor();
    await shot(page, "taken-phone");
    await page.getByRole("link", { name: "Library", exact: true }).click();
    await page.getByRole("tab", { name: "Tracks" }).click();
    await page.getByRole("button", { name: /^Play Blue Kettle/ }).click();
    await page.getByRole("link", { name: "Now playing", exact: true }).click();
    await page.getByRole("heading", { name: "Blue Kettle" }).waitFor();
    await page.getByText(/^Taken over by /).waitFor({ state: "detached" });
    await page.getByText(/^From (this speaker|the library)$/).waitFor();
    await page.context().close();
  });

  it("shows who did what", slow, async () => {
    const page = await openAt(house(), "settings", phone);
    await house().ctl("pause");
    await page.getByRole("link", { name: /^Who did what/ }).click();
    await page.getByText("Paused", { exact: true }).first().waitFor();
    await page
      .getByText(/a test's browser/)
      .first()
      .waitFor();
    await shot(page, "audit-phone");
    await page.context().close();
  });
}

/** Out as M3U8 and in again, with an entry that the library lacks; what came of it is deleted. */
async function copied(house: WebHouse, from: string, to: string): Promise<void> {
  const { m3u8 } = await house.ctl<{ m3u8: string }>("playlist", "export", from);
  const file = house.folder.in("copied.m3u8");
  writeFileSync(file, `${m3u8}#EXTINF:9,Nobody - Nothing\nnothing.mp3\n`);
  const made = await house.ctl<{ tracks: number; unknown: unknown }>(
    "playlist",
    "import",
    to,
    file,
  );
  assert.equal(made.tracks, 2);
  assert.deepEqual(made.unknown, [{ number: 3, entry: "Nobody - Nothing" }]);
  const { items } = await house.ctl<{ items: { track: { title: string } }[] }>(
    "playlist",
    "show",
    to,
  );
  assert.deepEqual(
    items.map(({ track }) => track.title),
    ["Viaduct", "Blue Kettle"],
  );
  await house.ctl("playlist", "delete", to);
}

/** One file at a server of this machine. */
async function serving(name: string, bytes: Uint8Array) {
  const server = http.createServer((_, response) => {
    response.setHeader("Content-Type", "audio/wav");
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens by TCP
  return {
    url: `http://127.0.0.1:${port}/${encodeURIComponent(name)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A WAV file of a low tone: 8 bits, mono. */
function hum(seconds: number): Uint8Array {
  const rate = 8_000;
  const frames = seconds * rate;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + frames, 4);
  head.write("WAVEfmt ", 8);
  for (const [at, value] of [
    [16, 16],
    [24, rate],
    [28, rate],
    [40, frames],
  ] as const)
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  head.write("data", 36);
  const tone = Uint8Array.from({ length: frames }, (_, n) => 128 + 20 * Math.sin(n / 8));
  return Buffer.concat([head, tone]);
}

async function openAt(house: WebHouse, view: string, options: object): Promise<Page> {
  const page = await house.remote(options);
  await page.goto(`${house.url}/#/${view}`);
  return page;
}

async function alarms(house: WebHouse) {
  return (await status(house)).sound.alarms;
}

async function rowsAre(page: Page, titles: readonly string[]): Promise<void> {
  await until(`rows are ${titles.join()}`, async () => {
    const shown = await page.locator("main .queue-row b").allTextContents();
    return shown.join() === titles.join() ? true : undefined;
  });
}

async function pressed(button: ReturnType<Page["getByRole"]>, is: "true" | "false"): Promise<void> {
  await until(`it is pressed: ${is}`, async () =>
    (await button.getAttribute("aria-pressed")) === is ? true : undefined,
  );
}
