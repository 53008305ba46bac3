import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { isListen, metadataOf, submissionOf } from "../../src/origin/listen.ts";

const track = {
  id: "ab".repeat(16),
  title: 'Harbour, "Dawn"',
  artist: "Meridian Sleeper",
  album: "Night Line",
  albumArtist: "",
  track: 3,
  disc: 1,
  year: 0,
  genre: "",
  durationMs: 222_000,
  rungs: [],
  artwork: undefined,
};

describe("a listen", () => {
  it("is a play of more than 30 s of track, half or four minutes of it heard", () => {
    const cases: [number, number, boolean][] = [
      [30_000, 30_000, false],
      [30_001, 15_000, false],
      [30_001, 15_001, true],
      [200_000, 99_999, false],
      [200_000, 100_000, true],
      [3_600_000, 239_999, false],
      [3_600_000, 240_000, true],
    ];
    for (const [durationMs, playedMs, is] of cases)
      assert.equal(isListen({ durationMs, playedMs }), is, `${playedMs} of ${durationMs}`);
  });

  it("is told as the API documents it, one as a single, several as an import", () => {
    const metadata = metadataOf(track, "0.1.0") ?? "";
    const told = (count: number) =>
      JSON.parse(
        new TextDecoder().decode(
          submissionOf(
            Array.from({ length: count }, () => ({ listenedAt: 1_900_000_000, metadata })),
          ),
        ),
      );
    assert.deepEqual(told(1), {
      listen_type: "single",
      payload: [
        {
          listened_at: 1_900_000_000,
          track_metadata: {
            artist_name: "Meridian Sleeper",
            track_name: 'Harbour, "Dawn"',
            release_name: "Night Line",
            additional_info: {
              media_player: "Nightjar",
              media_player_version: "0.1.0",
              submission_client: "Nightjar",
              submission_client_version: "0.1.0",
              duration_ms: 222_000,
              tracknumber: 3,
            },
          },
        },
      ],
    });
    assert.deepEqual([told(2).listen_type, told(2).payload.length], ["import", 2]);
  });

  it("leaves out what is not known, and is none without a title and an artist", () => {
    const bare = JSON.parse(metadataOf({ ...track, album: "", track: 0 }, "1") ?? "");
    assert.equal("release_name" in bare || "tracknumber" in bare.additional_info, false);
    assert.equal(metadataOf({ ...track, artist: "" }, "1"), undefined);
    assert.equal(metadataOf({ ...track, title: "" }, "1"), undefined);
    assert.equal(metadataOf({ ...track, title: "x".repeat(11_000) }, "1"), undefined);
  });
});
