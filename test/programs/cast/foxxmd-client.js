/**
 * @foxxmd/chromecast-client as a remote of a speaker: `foxxmd-client.js HOST PORT BASE`. It checks every answer
 * against its schemas, and fails where one is of another form. Prints what it was told, a line of JSON each.
 */
import cast from "@foxxmd/chromecast-client";

const [host = "", port = "", base = ""] = process.argv.slice(2);
const { DefaultMediaApp, PersistentClient } = cast;

const say = (step, told) => process.stdout.write(`${JSON.stringify({ step, told })}\n`);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const item = (name) => ({
  media: { contentId: `${base}/${name}.mp3`, contentType: "audio/mp3", streamType: "BUFFERED" },
});
const settled = async (step, answer) => say(step, (await answer).unwrapAndThrow());

await wait(500); // castv2 below it reads its schema behind the scenes
const client = new PersistentClient({ host, port: Number(port) });
await client.connect();
const app = (await DefaultMediaApp.launchAndJoin({ client })).unwrapAndThrow();
await settled("loaded", app.queueLoad({ items: [item("a"), item("b")] }));
await wait(1_500);
await settled("paused", app.pause());
await wait(700);
await settled("played", app.play());
await wait(1_000);
await settled("next", app.queueUpdate({ jump: 1 }));
await wait(1_500);
await settled("status", app.getStatus());
await settled("stopped", app.stop());
process.exit(0);
