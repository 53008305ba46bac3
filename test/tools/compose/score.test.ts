import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { secondsAt } from "../../../tools/compose/score/band.ts";
import { beats, counterMelody } from "../../../tools/compose/score/figures.ts";
import { parseChords, parseLine } from "../../../tools/compose/score/line.ts";
import { chordOf, midiOf } from "../../../tools/compose/score/pitch.ts";
import { leadVoices } from "../../../tools/compose/score/voicing.ts";

const line = { unit: 1, barBeats: 3 };

describe("a score as text", () => {
  it("reads names of notes and chords", () => {
    assert.deepEqual(["c4", "a4", "f#5", "bb3", "b3"].map(midiOf), [60, 69, 78, 58, 59]);
    assert.deepEqual(chordOf("Bbmaj7").classes, [10, 2, 5, 9]);
    assert.equal(chordOf("D/F#").bass, 6);
    assert.throws(() => midiOf("h4"), /a note's name/);
    assert.throws(() => chordOf("Cx"), /a chord's name/);
  });

  it("gives notes their beats, with rests and ties", () => {
    assert.deepEqual(parseLine("c4:2 d4 | -:1 e4 f4 | ~:3", line), [
      { beat: 0, beats: 2, midi: 60 },
      { beat: 2, beats: 1, midi: 62 },
      { beat: 4, beats: 1, midi: 64 },
      { beat: 5, beats: 4, midi: 65 },
    ]);
  });

  it("refuses a bar that does not add up", () => {
    assert.throws(() => parseLine("c4:2 d4:2 | e4:3", line), /adds up/);
  });

  it("repeats a drum's bar", () => {
    const hits = beats("x.o.", 1, 2, 4);
    assert.deepEqual(
      hits.map(({ beat }) => beat),
      [4, 6, 8, 10],
    );
    assert.deepEqual(
      hits.map(({ weight }) => weight),
      [1, 0.55, 1, 0.55],
    );
  });

  it("slows down only where it should, and never backwards", () => {
    const tempo = { bpm: 120, barBeats: 4, slowFromBeat: 8, slowing: 0.1 };
    assert.equal(secondsAt(8, tempo), 4);
    assert.ok(secondsAt(12, tempo) > 6);
    const swung = { bpm: 60, barBeats: 4, swing: 0.64 };
    assert.equal(secondsAt(1, swung), 1);
    assert.ok(Math.abs(secondsAt(1.5, swung) - 1.64) < 1e-9);
  });
});

describe("voice leading", () => {
  const chords = parseChords("C Am F G7 C Em Am Dm7 G7 C", 4);
  const voicings = leadVoices(
    chords.map(({ chord }) => chord),
    { low: 52, high: 72, voices: 4 },
  );

  it("spells every chord with all its tones inside the range", () => {
    for (const [i, voicing] of voicings.entries()) {
      const classes = new Set(voicing.map((midi) => midi % 12));
      assert.ok(chords[i]?.chord.classes.every((pitchClass) => classes.has(pitchClass)));
      assert.ok(voicing.every((midi) => midi >= 52 && midi <= 72));
    }
  });

  it("moves no voice further than a fourth in a plain progression", () => {
    for (const [i, voicing] of voicings.slice(1).entries()) {
      for (const [v, midi] of voicing.entries()) {
        assert.ok(Math.abs(midi - (voicings[i]?.[v] ?? 0)) <= 5, `chord ${i + 1}, voice ${v}`);
      }
    }
  });

  it("leads no two voices in parallel fifths or octaves", () => {
    for (let t = 1; t < voicings.length; t++) {
      const [from, to] = [voicings[t - 1] ?? [], voicings[t] ?? []];
      for (let i = 1; i < from.length; i++) {
        for (let j = 0; j < i; j++) {
          const before = (from[i] ?? 0) - (from[j] ?? 0);
          const after = (to[i] ?? 0) - (to[j] ?? 0);
          const moved = from[i] !== to[i];
          assert.ok(!(moved && before === after && (before % 12 === 7 || before % 12 === 0)));
        }
      }
    }
  });

  it("keeps a counter-melody in the harmony and off the melody's own note", () => {
    const melody = parseLine("c5:4 | e5:4 | a5:4 | g5:4", { unit: 1, barBeats: 4 });
    const part = chords.slice(0, 4);
    const counter = counterMelody(part, melody, { centre: 64, scale: [0, 2, 4, 5, 7, 9, 11] });
    for (const [i, { beat, chord }] of part.entries()) {
      const note = counter.find((candidate) => candidate.beat === beat);
      assert.ok(note !== undefined && chord.classes.includes(note.midi % 12));
      assert.notEqual(note.midi % 12, (melody[i]?.midi ?? 0) % 12);
    }
  });
});
