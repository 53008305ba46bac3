/**
 * castv2-player, by angelnu, as a remote of a speaker: `castv2-player.js FOLDER NAME BASE`. FOLDER: where the
 * package is. Finds the speaker by its name, plays, pauses, goes on, seeks, stops. Prints what it was told, a
 * line of JSON each.
 */
import { createRequire } from "node:module";

const [folder = "", name = "", base = ""] = process.argv.slice(2);
const { MediaPlayer, ScannerPromise } = createRequire(import.meta.url)(folder);
const Player = MediaPlayer();

const say = (step, told) => process.stdout.write(`${JSON.stringify({ step, told })}\n`);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// castv2 reads its schema behind the scenes, and throws where a connection is quicker than that.
await wait(500);
const device = await ScannerPromise()(name);
say("found", { name: device.name, host: device.host, port: device.port });
const player = new Player(device);
const plays = new Promise((resolve) => player.once(player.EVENT_PLAYER_PLAYING, resolve));
await player.playUrlPromise(`${base}/a.mp3`);
await plays;
say("loaded", (await player.getStatusPromise()).playerState);
await wait(1_800);
await player.pausePromise();
await wait(1_000);
await player.playPromise();
await player.seekPromise(10); // asked while it is paused this waits for half a minute
await wait(2_000);
await player.stopClientPromise();
say("stopped", null);
process.exit(0);
