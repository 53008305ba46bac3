/** Chromium as a Cast sender: the Presentation API of a page, with the receiver's device proof on. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import type { LabHost } from "../../discovery/net-lab.ts";
import { until } from "../../discovery/net-lab.ts";

export const chromiumPath = "/usr/bin/chromium";

const clientId = "4711";
const policies = "autoJoinPolicy=tab_and_origin_scoped&defaultActionPolicy=create_session";
const presentationUrl = `cast:CC1AD845?clientId=${clientId}&capabilities=audio_out&${policies}`;

/** A page that casts; what its connection tells is collected. */
const page = `<!doctype html><title>caster</title><script>
  const clientId = "${clientId}";
  const where = "${presentationUrl}";
  window.told = [];
  let number = 1;
  window.begin = async () => {
    window.connection = await new PresentationRequest([where]).start();
    connection.onmessage = ({ data }) => told.push(JSON.parse(data));
    connection.onclose = () => told.push({ type: "closed" });
  };
  window.post = (type, message) =>
    connection.send(JSON.stringify({ type, message, clientId, sequenceNumber: number++, timeoutMillis: 0 }));
</script>`;

export interface Caster extends AsyncDisposable {
  /** Runs an expression in the page. */
  run(script: string): Promise<unknown>;
}

/** Opens the page on the host, with the speaker of that name as what it casts to. */
export async function openCaster(
  host: LabHost,
  folder: string,
  parts: { readonly root: string; readonly url: string; readonly speaker: string },
): Promise<Caster> {
  writeFileSync(path.join(folder, "caster.html"), page);
  const home = path.join(folder, "chromium");
  mkdirSync(home, { recursive: true });
  const wrapper = path.join(folder, "chromium.sh");
  writeFileSync(wrapper, `#!/bin/sh\nexec ${host.through.join(" ")} ${chromiumPath} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const quiet = ["--no-first-run", "--disable-component-update", "--disable-sync", "--disable-gpu"];
  const browser: Browser = await chromium.launch({
    executablePath: wrapper,
    ignoreDefaultArgs: true,
    args: [
      ...["--headless=new", "--no-sandbox", "--remote-debugging-pipe", ...quiet],
      ...[`--user-data-dir=${home}`, `--cast-developer-certificate-path=${parts.root}`],
      "about:blank",
    ],
    env: { ...process.env, HOME: home },
  });
  const close = { [Symbol.asyncDispose]: () => browser.close() };
  try {
    const [context] = browser.contexts();
    const tab = await (context ?? (await browser.newContext())).newPage();
    const devtools = await tab.context().newCDPSession(tab);
    const sinks: string[] = [];
    devtools.on("Cast.sinksUpdated", ({ sinks: seen }: { sinks: { name: string }[] }) => {
      sinks.splice(0, sinks.length, ...seen.map(({ name }) => name));
    });
    await devtools.send("Cast.enable", { presentationUrl });
    await tab.goto(parts.url);
    await until("the speaker is seen and believed", () => sinks.includes(parts.speaker), 30_000);
    await devtools.send("Cast.setSinkToUse", { sinkName: parts.speaker });
    return { ...close, run: (script) => tab.evaluate(script) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
