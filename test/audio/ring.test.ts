import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { packetBytesMax } from "../../src/audio/limits.ts";
import { EncodedRingReader, EncodedRingWriter, recordKind } from "../../src/audio/ring.ts";
import { SharedControl, word } from "../../src/audio/shared.ts";

const ringBytes = 4 * packetBytesMax;

function makeRing(startAt = 0) {
  const control = new SharedControl();
  // Positions wrap at 2^32 after hours of FLAC: start just before, so that they do here.
  control.store(word.ringWrite, startAt);
  control.store(word.ringRead, startAt);
  const memory = new SharedArrayBuffer(ringBytes);
  return {
    control,
    writer: new EncodedRingWriter(memory, control),
    reader: new EncodedRingReader(memory, control),
  };
}

function payload(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (seed * 31 + i * 7) & 0xff);
}

describe("the encoded ring", () => {
  it("gives back what was written, in order, whatever the sizes and wherever it wraps", () => {
    const step = fc.oneof(
      fc.record({ write: fc.nat(packetBytesMax) }),
      fc.record({ read: fc.integer({ min: 1, max: 4 }) }),
      fc.constant({ flush: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
        const { control, writer, reader } = makeRing(-3 * packetBytesMax);
        let model: Uint8Array[] = [];
        let generation = 0;
        const write = (bytes: Uint8Array): void => {
          const used = (control.load(word.ringWrite) - control.load(word.ringRead)) >>> 0;
          const fits = used + 16 + ((bytes.length + 3) & ~3) <= ringBytes;
          assert.equal(writer.append(recordKind.frame, bytes, 1), fits);
          if (fits) model.push(bytes);
        };
        const read = (): void => {
          const record = reader.read();
          assert.deepEqual(record?.payload.slice(), model.shift());
          if (record === undefined) return;
          assert.equal(record.generation, generation);
          assert.equal(reader.bufferedFrames, model.length);
        };
        const flush = (): void => {
          writer.flush();
          generation += 1;
          model = [];
        };
        steps.forEach((act, i) => {
          if ("write" in act) write(payload(i, act.write));
          else if ("read" in act) for (let n = 0; n < act.read; n++) read();
          else flush();
          assert.equal(writer.bufferedFrames, model.length);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("says when it is full and takes more once something was read", () => {
    const { writer, reader } = makeRing();
    let written = 0;
    // With its header a record is a sixteenth of the ring: the last one fits exactly.
    const bytes = ringBytes / 16 - 16;
    while (writer.append(recordKind.frame, payload(written, bytes), 1)) written += 1;
    assert.equal(written, 16);
    reader.read();
    assert.ok(writer.append(recordKind.frame, payload(16, bytes), 1));
    for (let i = 1; i <= 16; i++)
      assert.deepEqual(reader.read()?.payload.slice(), payload(i, bytes));
  });

  it("is empty at once after a flush, without the reader's help", () => {
    const { writer, reader } = makeRing();
    while (writer.append(recordKind.frame, payload(1, 30_000), 1));
    writer.flush();
    assert.equal(writer.bufferedFrames, 0);
    assert.ok(writer.append(recordKind.segment, payload(9, 10), 0));
    const record = reader.read();
    assert.deepEqual(record?.payload.slice(), payload(9, 10));
    assert.equal(record?.generation, 1);
    assert.equal(reader.read(), undefined);
  });

  it("throws a record away that a flush overtook while it was read", () => {
    const { control, writer } = makeRing();
    class Racing extends SharedControl {
      meanwhile: (() => void) | undefined;
      override load(index: number): number {
        const value = super.load(index);
        if (index === word.ringWrite) {
          const run = this.meanwhile;
          this.meanwhile = undefined;
          run?.();
        }
        return value;
      }
    }
    const racing = new Racing(control.memory);
    const memory = new SharedArrayBuffer(ringBytes);
    const ours = new EncodedRingWriter(memory, control);
    const reader = new EncodedRingReader(memory, racing);
    ours.append(recordKind.frame, payload(1, 100), 1);
    racing.meanwhile = () => {
      ours.flush();
      ours.append(recordKind.segment, payload(2, 20), 0);
    };
    const record = reader.read();
    assert.equal(record?.generation, 1);
    assert.deepEqual(record?.payload.slice(), payload(2, 20));
    assert.equal(reader.read(), undefined);
    assert.equal(writer.bufferedFrames, 0);
  });

  it("knows that the end of a segment waits", () => {
    const { writer, reader } = makeRing();
    writer.append(recordKind.frame, payload(1, 10), 1);
    writer.append(recordKind.end, payload(1, 0), 0);
    reader.read();
    assert.equal(reader.endIsBuffered, true);
    reader.read();
    assert.equal(reader.endIsBuffered, false);
  });

  it("counts a gap as the packets it stands for", () => {
    const { writer, reader } = makeRing();
    writer.append(recordKind.gap, payload(1, 4), 50);
    writer.append(recordKind.frame, payload(1, 4), 1);
    assert.equal(writer.bufferedFrames, 51);
    reader.read();
    assert.equal(writer.bufferedFrames, 1);
    assert.equal(reader.bufferedFrames, 1);
  });
});

describe("SharedControl", () => {
  it("hands over a status whole", () => {
    const control = new SharedControl();
    const status = {
      atUs: 5e15,
      serial: 4_000_000_000,
      playedFrames: 123_456_789_012,
      segmentRate: 44_100,
      renderedFrames: 1e13,
      delayUs: 99_541.7,
      keptUs: 20_000,
      silentUs: 0,
      underruns: 3,
      playedUs: 1e12,
      concealedUs: 20_000,
      inputLatencyUs: 31_000.5,
      inputPpm: -299.5,
      inputPlayedUs: 7e9,
      inputDropouts: 1,
      inputOverruns: 2,
    };
    control.publishStatus(status);
    assert.deepEqual(new SharedControl(control.memory).readStatus(), status);
  });

  it("does not sleep over a wake that came before the sleep", () => {
    const control = new SharedControl();
    const seen = control.wakeCount;
    control.wake();
    const start = process.hrtime.bigint();
    control.sleep(seen, 5_000_000);
    assert.ok(process.hrtime.bigint() - start < 1_000_000_000n);
  });
});
