/** What clients of the MPD protocol send: lines, words, conversations, filters. */
import assert from "node:assert/strict";
import { Conversation } from "../../src/control/mpd/conversation.ts";
import { MpdError } from "../../src/control/mpd/errors.ts";
import { matches } from "../../src/control/mpd/filter-match.ts";
import { lineBytesMax, listCommandsMax, wordsMax } from "../../src/control/mpd/limits.ts";
import { LineSplitter } from "../../src/control/mpd/line-splitter.ts";
import { parseSelection } from "../../src/control/mpd/selection.ts";
import { readPlace, readRangeOf, readSeconds, readVersion } from "../../src/control/mpd/values.ts";
import { parseWords } from "../../src/control/mpd/words.ts";
import { untagged } from "../../src/media/track.ts";
import { type FuzzTarget, slowInputs } from "./fuzz.ts";
import { text, trackId } from "./samples.ts";

const isRefusal = (error: unknown): boolean => error instanceof MpdError;

const streams: FuzzTarget = {
  name: "streams of the MPD protocol",
  samples: [
    text('command_list_ok_begin\nadd "Björk/Début/x \\"y\\""\nstatus\ncommand_list_end\n'),
    text("idle player mixer\nnoidle\nstatus\r\nclose\n"),
    text("play 1\nseekcur +1.5\nsetvol 30\nidle\nstatus\n"),
    text("POST / HTTP/1.1\r\n"),
  ],
  decode(bytes) {
    const splitter = new LineSplitter();
    const conversation = new Conversation();
    for (const line of splitter.push(bytes)) {
      assert.ok(line.length <= lineBytesMax && !line.includes("\n"));
      const step = conversation.line(line);
      if (step.kind === "drop" || step.kind === "close") return;
      if (step.kind === "list") assert.ok(step.lines.length <= listCommandsMax);
      if (step.kind === "idle") idle(conversation, step.line);
      if (step.kind === "command") assert.ok(/^[a-z]/.test(step.line));
    }
  },
};

function idle(conversation: Conversation, line: string): void {
  try {
    conversation.idle(line);
    conversation.changed(["mixer"]);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

const song = { ...untagged, id: trackId, title: "Human Behaviour", artist: "Björk", track: 3 };

const selections: FuzzTarget = {
  name: "searches of the MPD protocol",
  inputs: slowInputs,
  samples: [
    text(
      `search "((artist == 'Björk') AND (!(title contains_ci \\"beh\\")))" sort -Date window 1:9`,
    ),
    text("find artist Björk album Début"),
    text("find \"(base 'a/b')\" \"(any != 'x')\""),
    text("find artist 5:9 album +3 title -12.5 date 18446744073709551616"),
  ],
  expects: isRefusal,
  decode(bytes) {
    const words = parseWords(new TextDecoder().decode(bytes));
    assert.ok(words.args.length <= wordsMax && /^[a-z]/.test(words.name));
    for (const arg of words.args) {
      for (const read of [readSeconds, readVersion])
        refusing(() => assert.ok(Number.isFinite(read(arg))));
      refusing(() => {
        const { from, to } = readRangeOf(arg, 7);
        assert.ok(from >= 0 && from <= to && to <= 7);
      });
      refusing(() => {
        const place = readPlace(arg, 7, 3);
        assert.ok(Number.isInteger(place) && place >= 0 && place <= 7);
      });
    }
    const { filter } = parseSelection(words.args, words.name === "search");
    assert.equal(typeof matches(filter, song, () => "Björk/Début/Human Behaviour"), "boolean");
  },
};

function refusing(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

export const mpdTargets: readonly FuzzTarget[] = [streams, selections];
