/** The bounds of netlab, each with its reason. */

/** Hosts in one lab: each is a namespace, a TUN and two links that every event looks at. */
export const hostsMax = 32;

/** Letters of a host's name: it becomes part of a file name and of a variable. */
export const hostNameCharsMax = 16;

/** An Ethernet frame's payload, which is what home networks carry; TUN hands over whole packets. */
export const mtuBytes = 1_500;

/** Packets held in all queues and delays together: a second at 200 Mbit/s, 32 MB. More are dropped and counted. */
export const packetsHeldMax = 20_000;

/** Packets read from one host before the others and the clock get their turn: 64 take under a millisecond. */
export const readBatchMax = 64;

/** The kernel's own queue in front of a TUN: it must hold what a sender puts out while the loop is late. */
export const tunQueuePackets = 2_000;

/** The loop looks up at least this often: no more than a bound for the number that ppoll is given. */
export const pollMsMax = 1_000;

/** The end of what a forwarding process that died has said goes into the error. */
export const stderrCharsMax = 2_000;

/** Of a script: a line a second for half an hour. */
export const scriptLinesMax = 2_000;

/** A change that comes back more often than this would be more work than the packets. */
export const everyUsMin = 1_000;

/** Longest delay, jitter, queue and wake time: above it no program is still waiting. */
export const delayUsMax = 120e6;

/** The exponential tail of the jitter is cut here, in means: beyond lie 45 of a million draws. */
export const jitterMeansMax = 10;

/** Missed wake-ups in a row: a station that sleeps longer than this is gone. */
export const missedMax = 1_000;

/** Longer without a packet, a burst model is drawn anew instead of stepped through, in cycles. */
export const burstCyclesMax = 1_000;

/** What a queue holds where nothing else is said: a hundred full packets, as small routers do. */
export const queueBytesDefault = 150_000;

/** After SIGTERM a program has this long until SIGKILL: a daemon saves its state in 2 s. */
export const stopMsMax = 3_000;
