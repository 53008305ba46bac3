/** Bounds of the web remote, each with its reason (docs/WEB.md). Times are milliseconds: browsers count so. */

/** First and longest wait before the next attempt to connect: at once after a hiccup, and no storm after a power cut. */
export const retryMsMin = 300;
export const retryMsMax = 8_000;

/** A speaker that does not open a connection by then is not there. */
export const openMsMax = 6_000;

/** How often the speaker is asked whether it is there, and how long it may take: a person waits no longer for "offline". */
export const pingEveryMs = 4_000;
export const pongMsMax = 5_000;
/** The same when the page comes back to the front, where somebody looks at it now. */
export const wakePongMsMax = 1_500;

/** Steps of the volume that wait for their answers: a slow speaker gets fewer, and never refuses the last as one too many. */
export const volumeInflightMax = 2;

/** Music that moves to a speaker which refuses the connection knocks there for so long: one that began a moment ago has met its house by then. */
export const moveMsMax = 9_000;

/** An answer of a speaker that is alive. */
export const answerMsMax = 15_000;

/** Changes of a slider that are sent each second at most: 20. */
export const gestureMs = 50;

/** A change that is shown although the speaker did not confirm it: after that the speaker is right. */
export const pendingMsMax = 16_000;

/** A place that is told anew by no more than this behind what was shown is waited for, not jumped to: clocks and sound that stumbled differ by less, and who seeks means more. */
export const placeBackMsMax = 1_000;

/** Rows that one query asks for: three screens of a phone; what comes fits a frame. */
export const pageRows = 50;
/** Rows of a list that are kept: 100 screens. What is far from what is looked at goes first. */
export const rowsKeptMax = 2_000;
/** Rows drawn above and below what is seen. */
export const overscanRows = 6;

/** What is typed is searched for once the fingers rest so long. */
export const typingMs = 120;

/** How often the diagnostics page asks, and how many samples a plot holds: two minutes. */
export const sampleMs = 1_000;
export const samplesMax = 120;

/** How long a notice stays. One with a button stays longer. */
export const noticeMs = 4_000;
export const noticeButtonMs = 8_000;

/** Rooms and settings are asked for again so often while they are looked at. */
export const roomsMs = 5_000;

/** Of a name of a playlist, a household or an alarm: as many as the speaker takes in letters of two bytes. */
export const nameCharsMax = 64;

/** Of an address: as many characters as the speaker takes in a URL. */
export const addressCharsMax = 2_048;

/** How often the player looks where the music comes from, and at the sleep timer: a badge is read at a glance. */
export const sourceMs = 2_000;
