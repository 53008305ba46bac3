/**
 * Root of the audio thread: joins ports to Playout and turns its crank. It needs
 * nothing of the main thread while it plays.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { AudioThreadData, AudioThreadMessage } from "./audio/audio-output.ts";
import { Playout } from "./audio/playout.ts";
import { SharedControl, word } from "./audio/shared.ts";
import { warmUp, warmUpLine } from "./audio/warm-up.ts";
import { openDecoderDriver } from "./platform/decoders/driver.ts";
import { HeldLoop } from "./platform/held-loop.ts";
import { openInputOpener } from "./platform/input-opener.ts";
import { openNative } from "./platform/native.ts";
import { openPcmDriver } from "./platform/pcm-driver.ts";
import { raiseThreadPriority } from "./platform/thread-priority.ts";

// The decoder packages print each damaged packet; only log lines may be on stderr.
console.error = () => undefined;

/** What a file has to say about its writes can wait so long: 100 kB of them are then under way. */
const turnIntervalUs = 500_000;
/** A decoder that is loaded while music plays takes some tens of turns, and every frame until then is lost. */
const loadingSleepUs = 2_000;
const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);

// Whoever starts this file hands it AudioThreadData.
const { memory, target, input, flac } = workerData as AudioThreadData;
// Before the first wait: while a decoder was compiled this thread has stood still for ever.
const heldLoop = new HeldLoop();
const native = await openNative();
const decoders = await openDecoderDriver(native, { flac });
raiseThreadPriority(native);
warmUp(decoders);
if (input !== undefined) warmUpLine();
const control = new SharedControl(memory.control);
const pcm = openPcmDriver(native);
const playout = new Playout({
  memory,
  target,
  decoders,
  pcm,
  input: input === undefined ? undefined : { target: input, opener: openInputOpener(pcm) },
  nowUs,
  tell(event) {
    const message: AudioThreadMessage = { event, opusName: decoders.opusName };
    parentPort?.postMessage(message);
  },
});
let turnUs = 0;
try {
  while (control.load(word.stop) === 0) {
    const seen = control.wakeCount;
    const sleepUs = playout.step();
    const { loading } = decoders;
    control.sleep(seen, loading ? Math.min(sleepUs, loadingSleepUs) : sleepUs);
    // What files and decoders have to report back. A turn costs as much as a packet's decoding.
    if (!loading && nowUs() < turnUs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnUs = nowUs() + turnIntervalUs;
  }
} finally {
  playout[Symbol.dispose]();
  heldLoop[Symbol.dispose]();
}
