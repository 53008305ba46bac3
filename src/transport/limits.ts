/** Bounds of the link, each with its reason. Times in microseconds. docs/PROTOCOL.md gives those that both ends must share. */
import { mib, usPerMs, usPerS } from "../base/units.ts";
import { datagramBytesMax } from "../wire/link-datagram.ts";

/** Sessions of one endpoint. An origin of a large household or a small operator; each costs about 200 kB. */
export const sessionsMax = 1_024;

/**
 * Of them, those whose peer has no certificate: newcomers who ask to join, one or two at a time. The
 * oldest is put out for a new one, so that strangers cannot take the members' room.
 */
export const guestsMax = 16;

/** Handshakes answered and not yet confirmed. Each holds keys and an answer of at most 1200 bytes for `halfOpenUs`. */
export const halfOpenMax = 256;
/** From here on a stranger must first return a cookie: a house has fewer speakers that start at once. */
export const halfOpenBeforeCookies = 32;
/** An initiator that has its answer confirms in one round trip; five seconds is the worst Wi-Fi known. */
export const halfOpenUs = 5 * usPerS;
/** A cookie is good for this period and the next. */
export const cookiePeriodUs = 30 * usPerS;
/**
 * First pause between two tries to reach a peer, and the longest, for all of its addresses together: a peer that is
 * back is found within the longest, and music must be back within a second. A try takes 1200 bytes.
 */
export const dialPauseUs = 150 * usPerMs;
export const dialPauseMaxUs = 600 * usPerMs;
/** Between two addresses, however many there are. */
export const dialPauseMinUs = 50 * usPerMs;
/** Tries with one ephemeral key; then a new one, so that an old first message is worth nothing for long. */
export const dialTriesPerKey = 8;

/** Requests in the first message of a handshake: what a start needs at once, and a little. */
export const earlyRequestsMax = 8;
/** First messages whose requests are served in a second: more than a house has speakers, and each costs reads. */
export const earlyPerSecond = 64;
/** Packets that came before the answer to the handshake and are kept for it: no more can be sent so early. */
export const packetsAheadMax = 8;
/** A first message is remembered this long, so that a replay of it is served nothing; and so many at most. */
export const earlyMemoryUs = 60 * usPerS;
export const earlyRememberedMax = 4_096;

/** Requests that one side has running in a session; more wait. Two tracks of chunks ahead are far fewer. */
export const asksMax = 64;
/** Requests that wait for a session or for their turn; beyond, `fetch` is refused at once. */
export const fetchesWaitingMax = 1_024;
/** Requests of a peer that are served at once; twice what an honest peer asks, since cancelled ones overlap. */
export const servedMax = 128;
/** Calls of `serve` that run at once for one session, cancelled ones too, and for all: each reads a disk. */
export const servingMax = 128;
export const endpointServingMax = 512;
/** Bytes of answers that are held for one session until they are acknowledged: eight seconds of noise in FLAC. */
export const servedBytesMax = 16 * mib;
/** … and for all sessions of an endpoint: a small board can spare no more. */
export const endpointHeldBytesMax = 64 * mib;
/** Symbols of one answer (media/limits.ts has the same number for a chunk, for its own reason). */
export const symbolsMax = 4_096;
/** Bytes that all unfinished answers of a session may announce. */
export const reassemblyBytesMax = 32 * mib;
/** Milliseconds after which an answer nobody asks for again is forgotten. */
export const servedIdleUs = 10 * usPerS;
/** Notices (REFUSED, CANCEL) waiting to be sent; the peer asks again for what falls out. */
export const noticesMax = 256;

/** Packet numbers remembered against replay, and packets in flight: 4.9 MB, 100 Mbit/s over 390 ms. A power of two. */
export const windowPackets = 4_096;
/** Ranges in one ACK (65 datagrams' worth of burst loss fit); older gaps were reported before. */
export const ackRangesMax = 32;
/** Packets that an ACK may wait for: a bulk transfer costs one ACK in ten. */
export const ackEvery = 10;
/** … or, where packets come faster than ten in this time, for this many: sending an ACK costs as much as two packets. */
export const ackSpacingUs = 1 * usPerMs;
export const ackEveryMax = 64;
/** What was received is told in every ACK for this long at least, twice this at most: some round trips, and more than bad spells last. */
export const ackToldUs = 500 * usPerMs;
/** How long an ACK may wait, told to nobody: both ends use this figure in their PTO (RFC 9002 §6.2). */
export const ackDelayMaxUs = 8 * usPerMs;
/** An ACK that was held back for longer gives no sample of the round trip, once there is one. */
export const ackSampleDelayMaxUs = 2 * ackDelayMaxUs;
/** … and what was said before, a copy of a request, waits so long for a datagram that goes out anyway: on a narrow link each ACK takes room from the music. */
export const ackIdleUs = 120 * usPerMs;

/** RFC 9002 §6.1.1, §6.1.2, §6.2.2. */
export const packetThreshold = 3;
export const granularityUs = 1 * usPerMs;
/** First guess of the round trip, before the handshake gave one; a third of RFC 9002's, for a link that is a LAN most days. */
export const initialRttUs = 100 * usPerMs;
/** A probe timeout never grows beyond this: music waits for it. */
export const ptoMaxUs = 1 * usPerS;

/** Congestion window at the start (RFC 9002 §7.2). */
export const initialWindowBytes = 10 * datagramBytesMax;
/** … and at least, once the path was measured: enough that one loss is found by three later packets. */
export const windowMinBytes = 4 * datagramBytesMax;

/**
 * A quiet session is probed this often by its initiator, while somebody asked for something lately: the peer's end
 * is then known before it costs a start.
 */
export const keepAliveUs = 5 * usPerS;
/** "Lately". */
export const wantedUs = 60 * usPerS;
/**
 * … and this often after that, for the sake of NATs alone: most keep a UDP binding for 30 s and more
 * (RFC 9000 §10.1.2), all should for 120 s (RFC 4787 §4.3).
 */
export const keepAliveIdleUs = 25 * usPerS;
/** Nothing heard for this long, two probes among it: the session is gone. */
export const idleTimeoutUs = 60 * usPerS;
/** A peer that owes an answer is presumed gone after max(3 PTO, this) while somebody waits … */
export const silenceUs = 500 * usPerMs;
/** … and after this while nobody does. */
export const silenceIdleUs = 4 * usPerS;

/** The size of datagrams is probed when a session is this old: never while a start waits. */
export const mtuBeginUs = 5 * usPerS;
/** Probes of one size (RFC 8899 §5.1.2: MAX_PROBES 3), and how long until a larger one is tried again (PMTU_RAISE_TIMER). */
export const mtuProbesMax = 3;
export const mtuRaiseUs = 600 * usPerS;
/** So many large packets lost with none arriving between them: the path carries them no more. */
export const mtuBlackHoleLosses = 3;

/** Packets under one key before the next is used. ChaCha20-Poly1305 allows far more (RFC 9001 §6.6); this keeps the path in use. */
export const packetsPerKey = 1 << 20;

/** Stateless resets per second: enough for a house after a restart, too few to be worth triggering. */
export const resetsPerSecond = 100;

/**
 * What a peer may say that its music takes in a second: the rate of lossless sound, and a little. So much is sent
 * whatever queue is seen, so a peer that says more would have the link flooded.
 */
export const needBytesPerSMax = 125_000;

/** Narrow: a full datagram takes longer than this; 190 kbit/s. What is in flight there is on its way for about so long beyond a round trip. */
export const narrowDatagramUs = 50 * usPerMs;
export const narrowWindowUs = 300 * usPerMs;
