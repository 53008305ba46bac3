/** How it looks, for phone and desktop, dark and light; and that no pointer is needed. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { it } from "vitest";
import { until } from "../../programs/daemon.ts";
import { awkwardControls, faintTexts, overflowPx, shot, status } from "../looks.ts";
import { desktop, phone, type WebHouse } from "../web-house.ts";

const views = ["now", "queue", "library", "rooms", "settings", "alarms", "audit", "history"];
/** What is there once a view is drawn, where that takes an answer of the speaker. */
const drawn: Readonly<Record<string, string>> = {
  library: ".album-card",
  queue: ".queue-row b",
  settings: ".card dl",
  alarms: ".alarm",
  audit: ".row b",
  history: ".row b",
  diagnostics: ".plot",
};
/** Far more than any view has controls. */
const tabsMax = 80;

export function sightScenes(house: () => WebHouse): void {
  it("sees faint texts and awkward controls where there are some", async () => {
    const page = await house().browser.newPage();
    await page.setContent(`<body style="background:#fff;font:16px sans-serif">
      <p style="color:#777">faint</p><p style="color:#767676">plain</p>
      <p style="opacity:.5">thin</p><h1 style="color:#949494;font-size:24px">large</h1>
      <div style="background:rgb(0 0 0 / .5)"><p style="color:#fff">veiled</p></div>
      <button style="width:90px;height:30px"></button><button style="height:12px">low</button>
      <div class="card" style="height:9px"><button style="height:30px;width:30px">x</button></div>`);
    const faint = (await faintTexts(page)).map((what) => what.split(":")[0]);
    assert.deepEqual(faint, ["faint", "thin", "veiled"]);
    const awkward = await awkwardControls(page);
    assert.equal(awkward.length, 3, awkward.join());
    await page.close();
  });

  it("draws every view for phone and desktop, dark and light: not too wide, easy to read, every control named", {
    timeout: 240_000,
  }, async () => {
    await house().ctl("play", "lanterns");
    await house().ctl("queue", "add", "night line");
    await house().ctl("playlist", "create", "Rainy days", "night line");
    await house().ctl("favourite", "add", "blue kettle");
    await house().ctl("alarm", "set", "06:45", "--days", "mo,tu,we,th,fr", "--label", "Work");
    const { list, tabs } = { list: ["diagnostics", ...views], tabs: ["Favourites", "Playlists"] };
    const wrong: string[] = [];
    for (const [size, options] of Object.entries({ phone, desktop })) {
      for (const colorScheme of ["dark", "light"] as const) {
        const page = await house().remote({ ...options, colorScheme });
        const look = async (view: string) => {
          await shot(page, `${view}-${size}-${colorScheme}`);
          const found = [...(await faintTexts(page)), ...(await awkwardControls(page))];
          if ((await overflowPx(page)) > 0) found.push("too wide");
          wrong.push(...found.map((what) => `${view} ${size} ${colorScheme}: ${what}`));
        };
        for (const view of list) {
          await page.goto(`${house().url}/#/${view}`);
          await page
            .locator(`main ${drawn[view] ?? "section"}`)
            .first()
            .waitFor();
          await page.waitForLoadState("networkidle");
          if (view === "diagnostics") await page.locator(".plot").nth(3).waitFor();
          await look(view);
        }
        await page.goto(`${house().url}/#/library`);
        for (const tab of tabs) {
          await page.getByRole("tab", { name: tab }).click();
          await page.locator("main .long-list li:not(.skeleton)").first().waitFor();
          await look(tab.toLowerCase());
        }
        await page.context().close();
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("needs no pointer: finds, plays, likes and steers by the keyboard", {
    timeout: 120_000,
  }, async () => {
    await house().ctl("play", "lanterns");
    const page = await house().remote(desktop);
    await page.getByRole("heading", { name: "Lanterns on the Weir" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to content", "the first of all");
    await tabTo(page, "Library");
    await page.keyboard.press("Enter");
    await page.getByRole("searchbox").waitFor();
    await tabTo(page, "Search tracks, artists, albums");
    await page.keyboard.type("viaduct");
    await page.getByRole("button", { name: "Play Viaduct, by Meridian Sleeper" }).waitFor();
    await tabTo(page, "Play Viaduct, by Meridian Sleeper");
    assert.ok(
      await page.evaluate("document.activeElement.matches(':focus-visible')"),
      "it is seen",
    );
    await page.keyboard.press("Enter");
    await until("it plays", async () =>
      (await status(house())).track?.title === "Viaduct" ? true : undefined,
    );
    await tabTo(page, "More for Viaduct");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, "Viaduct is a favourite");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const liked = await house().ctl<{ title: string }[]>("favourite", "list");
    assert.ok(liked.some(({ title }) => title === "Viaduct"));
    await tabTo(page, "Place in the track");
    const before = (await status(house())).positionMs;
    await page.keyboard.press("ArrowRight");
    await until("it is further on", async () =>
      (await status(house())).positionMs > before + 4_000 ? true : undefined,
    );
    await page.context().close();
  });
}

/** Goes on by Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < tabsMax; i++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now === name) return;
    passed.push(now);
  }
  assert.fail(`no way by Tab to ${name}; passed ${[...new Set(passed)].join(" | ")}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
  );
}
