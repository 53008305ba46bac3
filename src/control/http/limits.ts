/** Bounds of the speaker's HTTP side, each with its reason (docs/CONTROL.md §10). */
import { kib, mib, usPerS } from "../../base/units.ts";
import type { HttpBounds } from "../../ports/http-server.ts";
import { frameBytesMax } from "../../wire/control-frame.ts";

export const httpBounds: HttpBounds = {
  /** A browser sends below 2 KiB; nothing here sets cookies. */
  headBytesMax: 8 * kib,
  headersMax: 64,
  /** A request is one packet; who takes longer for it holds a place that somebody else could have. */
  headUsMax: 5 * usPerS,
  /** A browser that loads a page asks again within this; later it opens a new connection at no cost. */
  idleUsMax: 10 * usPerS,
  /** The largest cover at 200 kbit/s, behind a look for it in the house. */
  answerUsMax: 30 * usPerS,
  /** A page with all its covers; a connection is no place to live in. */
  requestsPerConnectionMax: 512,
  /** Ten phones with six connections each, and their WebSockets. Each costs some 20 KiB. */
  connectionsMax: 128,
  messageBytesMax: frameBytesMax,
  /** A frame is one piece; some libraries cut at 4 KiB. */
  fragmentsMax: 32,
};

/** Of one address (IPv6: of one /64): two browsers of six connections and their WebSockets, with as much again. */
export const connectionsPerAddressMax = 32;

/** Answers in the making or on their way: each may hold a file of `fileBytesMax`. */
export const answersMax = 32;

/** Covers that are looked for or on their way at once, 512 KiB each at most. */
export const coversMax = 4;
/** Requests for covers that wait for their turn: a page of a library, for a few remotes. */
export const coversWaitingMax = 96;

/** A file of the web remote: all of it together is far below. */
export const fileBytesMax = mib;

/** `--http-name`s: nobody has more names for a machine. */
export const hostCharsMax = 255;
