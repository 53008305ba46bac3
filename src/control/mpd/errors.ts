/** What goes wrong with a command of the MPD protocol, with the numbers that MPD gives it. */
import { SpeakerError } from "../../base/errors.ts";
import type { ResultCode } from "../codes.ts";
import { quotedCharsMax } from "./limits.ts";

/** The protocol's error numbers (MPD, src/protocol/Ack.hxx). */
export const ackNumbers = {
  "not-list": 1,
  argument: 2,
  password: 3,
  permission: 4,
  unknown: 5,
  "no-exist": 50,
  "playlist-max": 51,
  system: 52,
  "playlist-load": 53,
  "player-sync": 55,
  exist: 56,
} as const;
export type AckCode = keyof typeof ackNumbers;

/** A command that is answered with ACK. The message is one line for people. */
export class MpdError extends SpeakerError {
  readonly ack: AckCode;

  constructor(ack: AckCode, message: string) {
    super(`mpd-${ack}`, message);
    this.ack = ack;
  }
}

/** What was refused in words of this speaker. */
export function refusalOf(code: ResultCode, message: string): MpdError {
  return new MpdError(acks[code] ?? "system", message);
}

const acks: Readonly<Partial<Record<ResultCode, AckCode>>> = {
  "invalid-argument": "argument",
  "not-found": "no-exist",
  conflict: "exist",
  unimplemented: "unknown",
  "permission-denied": "permission",
};

/** `ACK [50@0] {play} No such song` */
export function ackLine(error: MpdError, index: number, command: string): string {
  const message = error.message.replace(/[\r\n\0]+/g, " ");
  return `ACK [${ackNumbers[error.ack]}@${index}] {${command}} ${message}\n`;
}

/** What somebody sent, for a message. */
export function quoted(text: string): string {
  return text.length > quotedCharsMax ? `${text.slice(0, quotedCharsMax)}…` : text;
}
