/** One long play in an emulated network: what was heard, and what the link and the player showed meanwhile. */
import type { Netlab } from "../netlab/lab.ts";
import type { Clip } from "./clips.ts";
import type { Contestant } from "./contestants.ts";
import { BenchError } from "./errors.ts";
import { runToEnd, sleep } from "./harness.ts";
import { soundGapMs, traceEveryMs } from "./limits.ts";
import { nowMs, type SoundCapture } from "./sound-capture.ts";

/** What a player says of itself at a moment. */
export interface PlayerView {
  /** Music at hand, fetched and not yet heard. */
  readonly bufferS: number;
  readonly kbps: number;
  readonly concealedMs: number;
  /** Datagrams or segments that were sent again, of those sent. */
  readonly repairedPct: number;
  /** Of music, fetched since the play began. */
  readonly mediaBytes: number;
}

export interface LongPlayer extends Contestant {
  readonly sound: SoundCapture;
  /** When `start` gave its command, monotonic. */
  readonly toldMs: number;
  /** `linkBytes`: what came down the link in this play, for who cannot say more. */
  view(linkBytes: number): Promise<PlayerView>;
}

export interface TracePoint extends PlayerView {
  /** Since the command. */
  readonly atMs: number;
  /** Packets to the speaker that the link lost or dropped so far. */
  readonly lost: number;
}

export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Long {
  /** Undefined: no sound came. */
  readonly startMs: number | undefined;
  /** Since the command, like all times here. */
  readonly stalls: readonly Silence[];
  readonly playedMs: number;
  readonly points: readonly TracePoint[];
  /** Bytes of IP that were sent to the speaker. */
  readonly linkBytes: number;
}

interface LongPlay {
  readonly clip: Clip;
  readonly seconds: number;
  /** Starts the network's script. */
  readonly begin: () => Promise<void>;
}

export async function longPlay(lab: Netlab, player: LongPlayer, play: LongPlay): Promise<Long> {
  const before = await countsOf(lab);
  const askedMs = nowMs();
  const started = await startOf(player, play);
  const toldMs = started?.toldMs ?? askedMs;
  const points: TracePoint[] = [];
  const endMs = toldMs + play.seconds * 1_000;
  while (nowMs() < endMs) {
    const now = await countsOf(lab);
    const view = await player.view(now.bytes - before.bytes);
    points.push({ ...view, atMs: nowMs() - toldMs, lost: now.lost - before.lost });
    await sleep(Math.min(traceEveryMs, Math.max(1, endMs - nowMs())));
  }
  const linkBytes = (await countsOf(lab)).bytes - before.bytes;
  await player.sound.reach(endMs);
  const stalls = await stallsOf(player.sound, { toldMs, startMs: started?.startMs, endMs });
  await player.stop();
  return {
    startMs: started?.startMs,
    stalls,
    playedMs: endMs - toldMs - (started?.startMs ?? endMs - toldMs),
    points,
    linkBytes,
  };
}

async function startOf(
  player: LongPlayer,
  { clip, begin }: LongPlay,
): Promise<{ readonly toldMs: number; readonly startMs: number } | undefined> {
  try {
    const startMs = await player.start(clip, begin);
    return { startMs, toldMs: player.toldMs };
  } catch (error) {
    if (error instanceof BenchError && error.code === "no-start") return undefined;
    throw error;
  }
}

async function stallsOf(
  sound: SoundCapture,
  at: { readonly toldMs: number; readonly startMs: number | undefined; readonly endMs: number },
): Promise<readonly Silence[]> {
  if (at.startMs === undefined) return [];
  const fromMs = at.toldMs + at.startMs;
  const gaps = [...(await sound.gaps(fromMs, at.endMs))];
  const last = (await sound.lastSound()) ?? fromMs;
  if (at.endMs - last > soundGapMs) gaps.push({ from: last, to: at.endMs });
  return gaps.map(({ from, to }) => ({
    fromMs: from - at.toldMs,
    toMs: Math.min(to, at.endMs) - at.toldMs,
  }));
}

async function countsOf(lab: Netlab): Promise<{ readonly bytes: number; readonly lost: number }> {
  const down = (await lab.stats()).links["speaker.down"];
  return {
    bytes: down?.bytesIn ?? 0,
    lost: (down?.lost ?? 0) + (down?.queueFull ?? 0),
  };
}

/** TCP segments that a host sent, and sent again, since it was made (RFC 4022: tcpOutSegs, tcpRetransSegs). */
export async function segmentsOf(
  lab: Netlab,
  host: string,
): Promise<{ readonly sent: number; readonly again: number }> {
  const namespace = `--net=${lab.namespacePathOf(host)}`;
  const text = await runToEnd("nsenter", [namespace, "cat", "/proc/net/snmp"]);
  const [names = "", values = ""] = text.split("\n").filter((line) => line.startsWith("Tcp:"));
  const at = (name: string): number =>
    Number(values.split(" ")[names.split(" ").indexOf(name)] ?? 0);
  return { sent: at("OutSegs"), again: at("RetransSegs") };
}
