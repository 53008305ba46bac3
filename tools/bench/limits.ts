/** The fixed figures of the benchmarks, each with its reason. */

/** A daemon says that it is ready within this, on a slow board with cold files too. */
export const readyMsMax = 30_000;

/** Twice what CONTRACT.md grants a daemon to stop; then it is killed and the bench says so. */
export const stopMsMax = 4_000;

/** Ingest of the built-in library takes half a minute here; a board may be ten times slower. */
export const ingestMsMax = 600_000;

/** A play that has not begun by then counts as failed, not as slow. */
export const firstSampleMsMax = 15_000;

/** A silence between two measured plays, so that one's traffic does not help or hurt the next. */
export const restMs = 150;

/** How long a first play goes on: the first seconds are fetched and cached long before. */
export const playedMs = 600;

/** More than one speaker never talks through one relay; a few spare for reconnects. */
export const relayFlowsMax = 16;

/** Datagrams held back by the relay at most: a second at 100 Mbit/s. More are dropped, as a queue would. */
export const relayHeldMax = 10_000;

/** The end of a daemon's log that goes into an error. */
export const logTailChars = 2_000;

/** A silence this short inside a sound belongs to it: a wave crosses zero, a fade begins. */
export const soundGapMs = 20;

/** How often an output is looked at: times are those of its samples, so this makes nothing coarser. */
export const pipePollMs = 5;

/** Clips that starts are measured with: long enough that no player waits for their end to begin. */
export const clipSeconds = 6;

/** Different clips: each start from the origin takes one that this speaker never played. */
export const clipsMax = 32;

/** The link is at rest when fewer packets than this passed in `restLookMs`: keep-alives alone. */
export const restPackets = 4;
export const restLookMs = 150;
/** A transfer that goes on longer than this is left to itself. */
export const restMsMax = 20_000;

/** How often buffers, rungs and losses are noted during a long play. */
export const traceEveryMs = 500;

/** What a play goes on for after the last change of a script, so that what came of it is seen. */
export const afterScriptS = 20;

/** A capture on disk is a tenth of a second behind the sound, on a busy machine more; never this much. */
export const captureLagMsMax = 5_000;

/** How often the peers of `share` report: the figures are over many seconds. */
export const shareReportMs = 100;

/** Music that the model player of `share` fetches ahead: what the speaker holds in its ring and beside it. */
export const shareAheadS = 12;

/** A track that is skipped while it is fetched: more than players and kernels take in at a second's play. */
export const longSeconds = 120;
