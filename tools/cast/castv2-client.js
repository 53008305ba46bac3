/**
 * castv2-client, by thibauts, as a remote of a speaker: `castv2-client.js HOST PORT BASE ROLE`.
 * `whole`: plays, pauses, seeks, sets the volume, inserts, skips, stops. `play`, `play-b`: plays ladder a or b, and stays.
 * `look`: joins, says what plays, and stops it. Prints what it was told, a line of JSON each.
 */
import { Client, DefaultMediaReceiver } from "castv2-client";

const [host = "", port = "", base = "", role = "whole"] = process.argv.slice(2);
const client = new Client();

const say = (step, told) => process.stdout.write(`${JSON.stringify({ step, told })}\n`);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const asked = (ask) =>
  new Promise((resolve, reject) => {
    ask((error, told) => (error ? reject(error) : resolve(told)));
  });
const media = (name) => ({
  contentId: `${base}/${name}.mp3`,
  contentType: "audio/mp3",
  streamType: "BUFFERED",
  metadata: { metadataType: 3, title: `Ladder ${name}` },
});

async function whole(player) {
  say("loaded", await asked((done) => player.load(media("a"), { autoplay: true }, done)));
  await wait(1_500);
  say("paused", await asked((done) => player.pause(done)));
  await wait(1_000);
  say("sought", await asked((done) => player.seek(10, done)));
  say("resumed", await asked((done) => player.play(done)));
  await wait(1_500);
  await wait(2_000); // what a new sender says of the volume first is not anybody's wish
  say("volume", await asked((done) => client.setVolume({ level: 0.5 }, done)));
  await wait(1_200);
  say("inserted", await asked((done) => player.queueInsert([{ media: media("b") }], done)));
  say("next", await asked((done) => player.queueUpdate([], { jump: 1 }, done)));
  await wait(1_500);
  say("stopped", await asked((done) => player.stop(done)));
  const missing = asked((done) => player.load(media("none"), { autoplay: true }, done));
  say("missing", await missing.then(String, (error) => error.message));
  say("over", await asked((done) => client.stop(player, done)));
}

client.on("error", (error) => {
  say("error", error.message);
  process.exit(1);
});
// castv2 reads its schema behind the scenes, and throws where a connection is quicker than that.
await wait(500);
client.connect({ host, port: Number(port) }, async () => {
  if (role === "look") {
    const [session] = await asked((done) => client.getSessions(done));
    const player = await asked((done) => client.join(session, DefaultMediaReceiver, done));
    say("found", await asked((done) => player.getStatus(done)));
    say("stopped", await asked((done) => player.stop(done)));
    process.exit(0);
  }
  const player = await asked((done) => client.launch(DefaultMediaReceiver, done));
  player.on("status", (status) => say("status", status));
  if (role === "play" || role === "play-b") {
    const ladder = role === "play" ? "a" : "b";
    say("loaded", await asked((done) => player.load(media(ladder), { autoplay: true }, done)));
  } else {
    await whole(player);
    process.exit(0);
  }
});
