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
