/** Streams of HLS in virtual time, from servers that move on, lose parts, lie and die. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { concatBytes, utf8Bytes } from "../../../src/base/bytes.ts";
import { HlsStream } from "../../../src/url/hls/hls-stream.ts";
import { lookAt } from "../../../src/url/look.ts";
import type { OpenStream } from "../../../src/url/open-stream.ts";
import { SimClock } from "../../sim/sim-clock.ts";
import { type FakeAnswer, FakeMedia } from "../fake-media.ts";

const never = new AbortController().signal;
const rule = { loopback: false };
const url = new URL("http://radio.example/list.m3u8");

type Answers = (
  path: string,
  range: string | undefined,
) => FakeAnswer | "refused" | "silence" | string;

/** What a path gives: a text, bytes or worse. */
function serving(answers: Answers): FakeMedia {
  return new FakeMedia(({ url: { pathname }, headers }) => {
    const answer = answers(pathname, headers["range"]);
    if (answer === "refused" || answer === "silence") return answer;
    if (typeof answer !== "string") return answer;
    const bytes = utf8Bytes(answer);
    return { headers: { "content-length": `${bytes.length}` }, pieces: [bytes] };
  });
}

const missing: FakeAnswer = { status: 404 };
const list = (sequence: number, names: readonly string[], ...more: readonly string[]): string =>
  [
    ...["#EXTM3U", "#EXT-X-TARGETDURATION:4", `#EXT-X-MEDIA-SEQUENCE:${sequence}`],
    ...names.flatMap((name) => (name.startsWith("#") ? [name] : [`#EXTINF:4,on ${name}`, name])),
    ...more,
  ].join("\n");
const end = "#EXT-X-ENDLIST";

async function opened(http: FakeMedia, clock: SimClock, startMs = 0): Promise<HlsStream> {
  const { pieces = [] } = (await http
    .request({ url, address: "192.168.1.5", headers: {} }, never)
    .then(async (answer) => ({ pieces: [(await answer.read()) ?? new Uint8Array(0)] }))) as {
    pieces: readonly Uint8Array[];
  };
  const request = { url, rule, startMs, bytes: concatBytes([...pieces]), base: url };
  return await clock.settle(HlsStream.open({ http, clock }, request, never));
}

/** What comes until the end, or so many pieces; "|" where it begins anew. */
async function heard(stream: OpenStream, clock: SimClock, most = 100): Promise<string> {
  let all = "";
  for (let i = 0; i < most; i++) {
    const piece = await clock.settle(stream.read(never));
    if (piece.kind === "end") return all;
    all += piece.kind === "restart" ? "|" : `${new TextDecoder().decode(piece.bytes)} `;
  }
  return all;
}

const paths = (http: FakeMedia): readonly string[] => http.asked.map(({ url: at }) => at.pathname);
const parts: Answers = (path) => `part${path}`;

describe("a stream of HLS", () => {
  it("with an end is all its parts, and begins where it is asked to", async () => {
    const clock = new SimClock();
    const text = list(0, ["a", "b", "c"], end);
    const http = serving((path, range) => (path === "/list.m3u8" ? text : parts(path, range)));
    const whole = await opened(http, clock);
    assert.equal(await heard(whole, clock), "part/a part/b part/c ");
    assert.deepEqual([whole.facts.live, whole.facts.durationMs], [false, 12_000]);
    const later = await opened(http, clock, 9_500);
    assert.equal(later.beginsMs, 8_000);
    assert.equal(await heard(later, clock), "part/c ");
  });

  it("that is live is met three parts before its end, and goes on as parts are made", async () => {
    const clock = new SimClock();
    const from = clock.nowUs();
    const made = () => 5 + Math.floor((clock.nowUs() - from) / 4_000_000);
    const http = serving((path, range) => {
      if (path !== "/list.m3u8") return parts(path, range);
      const last = made();
      const names = [4, 3, 2, 1, 0].map((back) => `n${last - back}`);
      return list(last - 4, names);
    });
    const stream = await opened(http, clock);
    assert.deepEqual([stream.facts.live, stream.facts.station], [true, true]);
    assert.equal(
      await heard(stream, clock, 12),
      Array.from({ length: 12 }, (_, i) => `part/n${i + 3} `).join(""),
    );
    assert.equal(stream.title, "on n14");
    // A target's time between two looks at the list: no more.
    const looks = paths(http).filter((path) => path === "/list.m3u8").length;
    assert.ok(looks <= 11, `${looks}`);
  });

  it("says where it begins anew: at a break, behind what is missing, with another map", async () => {
    const clock = new SimClock();
    const names = ["a", "#EXT-X-DISCONTINUITY", "b", "lost", "c", '#EXT-X-MAP:URI="i2"', "d"];
    const text = list(0, ['#EXT-X-MAP:URI="i1"', ...names], end);
    const http = serving((path, range) => {
      if (path === "/list.m3u8") return text;
      return path === "/lost" ? missing : parts(path, range);
    });
    const stream = await opened(http, clock);
    assert.equal(
      await heard(stream, clock),
      "part/i1 part/a |part/i1 part/b |part/i1 part/c |part/i2 part/d ",
    );
    const anew = await opened(http, clock);
    await heard(anew, clock, 2);
    anew.beginAnew();
    assert.equal((await heard(anew, clock, 3)).startsWith("|part/i1 part/b"), true);
  });

  it("gives the bytes of a span, and no tag of time before sound", async () => {
    const clock = new SimClock();
    const tag = new Uint8Array(20);
    tag.set(utf8Bytes("ID3"));
    tag[9] = 10;
    const text = list(0, ["#EXT-X-BYTERANGE:4@2", "all", "#EXT-X-BYTERANGE:3", "all", "t"], end);
    const all = utf8Bytes("0123456789");
    const http = serving((path, range) => {
      if (path === "/list.m3u8") return text;
      if (path === "/t") return { pieces: [tag.slice(0, 4), tag.slice(4, 15), tag.slice(15), all] };
      const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1]);
      const headers = { "content-range": `bytes ${from}-9/10` };
      return { status: 206, headers, pieces: [all.subarray(from)] };
    });
    assert.equal(
      (await heard(await opened(http, clock), clock)).replaceAll(" ", ""),
      "2345678" + "0123456789",
    );
  });

  it("that moved on while nobody read goes on with what is there", async () => {
    const clock = new SimClock();
    let first = 0;
    const http = serving((path, range) => {
      if (path !== "/list.m3u8") return parts(path, range);
      return list(
        first,
        [0, 1, 2].map((n) => `n${first + n}`),
      );
    });
    const stream = await opened(http, clock);
    assert.equal(await heard(stream, clock, 3), "part/n0 part/n1 part/n2 ");
    first = 50;
    assert.equal(await heard(stream, clock, 2), "|part/n50 ");
    // Its maker counts from the beginning again.
    first = 0;
    assert.equal(await heard(stream, clock, 4), "part/n51 part/n52 |part/n0 ");
  });

  it("is heard again when its list was away, and ends where it stays away or says nothing new", async () => {
    const clock = new SimClock();
    let mode: "well" | "away" | "stale" = "well";
    let first = 0;
    const http = serving((path, range) => {
      if (path !== "/list.m3u8") return parts(path, range);
      if (mode === "away") return "refused";
      if (mode === "well") first += 1;
      return list(
        first,
        ["x", "y", "z"].map((name) => `${name}${first}`),
      );
    });
    const stream = await opened(http, clock);
    await heard(stream, clock, 3);
    mode = "away";
    const waiting = stream.read(never);
    await clock.advance(60_000_000);
    assert.match(stream.trouble ?? "", /nobody answers/);
    mode = "well";
    assert.equal((await clock.settle(waiting)).kind, "bytes");
    mode = "stale";
    const from = clock.nowUs();
    await heard(stream, clock);
    assert.match(stream.trouble ?? "", /nothing new/);
    const tookS = (clock.nowUs() - from) / 1e6;
    assert.ok(tookS > 100 && tookS < 150, `${tookS}`);
    const dead = await opened(http, clock);
    await heard(dead, clock, 3);
    mode = "away";
    const asked = http.asked.length;
    assert.equal(await heard(dead, clock), "");
    assert.equal(http.asked.length - asked, 45);
  });

  it("ends when parts in a row cannot be had, and each was tried", async () => {
    const clock = new SimClock();
    const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
    const http = serving((path) => (path === "/list.m3u8" ? list(0, names, end) : "refused"));
    const stream = await opened(http, clock);
    assert.equal(await heard(stream, clock), "");
    assert.equal(http.asked.length, 1 + 3 * 10);
    assert.match(stream.trouble ?? "", /nobody answers/);
  });

  it("asks no address that a person could not name, at no stage", async () => {
    for (const bad of [
      "http://169.254.169.254/x",
      "http://127.0.0.1/x",
      "http://[fd00:ec2::254]/",
    ]) {
      const asked = async (text: string, first: Answers = () => missing) => {
        const clock = new SimClock();
        const http = serving((path, range) => (path === "/list.m3u8" ? text : first(path, range)));
        const opening = lookAt({ http, clock }, { url, rule }, never);
        await assert.rejects(clock.settle(opening), { name: "MediaUrlError" }, text);
        return http.asked.map(({ address }) => address);
      };
      const home = new Set(["192.168.1.5"]);
      assert.deepEqual(new Set(await asked(list(0, [bad], end))), home);
      assert.deepEqual(new Set(await asked(list(0, [`#EXT-X-MAP:URI="${bad}"`, "a"], end))), home);
      assert.deepEqual(
        new Set(await asked(`#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${bad}\n`)),
        home,
      );
      const away: FakeAnswer = { status: 302, headers: { location: bad } };
      assert.deepEqual(new Set(await asked(list(0, ["a"], end), () => away)), home);
    }
  });

  it("is found behind one of several qualities, and behind a station's list", async () => {
    const clock = new SimClock();
    const master =
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1,mp4a"\nv\n#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a"\nlow\n' +
      '#EXT-X-STREAM-INF:BANDWIDTH=256000,CODECS="mp4a"\nhigh\n#EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="flac"\nhuge\n';
    const http = serving((path) => {
      if (path === "/list.m3u8") return "#EXTM3U\nhttp://radio.example/master.m3u8\n";
      if (path === "/master.m3u8") return master;
      return path === "/high" ? list(0, ["a", "b"], end) : "fLaC and so on";
    });
    const looked = await clock.settle(lookAt({ http, clock }, { url, rule }, never));
    assert.deepEqual([looked.kind, looked.stream.facts.durationMs], ["flac", 8_000]);
    assert.deepEqual(paths(http), ["/list.m3u8", "/master.m3u8", "/high", "/a", "/b"]);
    looked.stream.close();
    assert.equal((await clock.settle(looked.stream.read(never))).kind, "end");
  });

  it("is no loop: a list of streams behind a list of streams is refused", async () => {
    const clock = new SimClock();
    const master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlist.m3u8\n";
    const http = serving(() => master);
    const opening = lookAt({ http, clock }, { url, rule }, never);
    await assert.rejects(clock.settle(opening), /a playlist leads to a playlist/);
    assert.equal(http.asked.length, 2);
  });
});
