/** What goes over when the music moves to another room, with both speakers made of answers. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type LinkMaker, moveMusic } from "../../src/web/link/move-music.ts";
import type { LinkState } from "../../src/web/link/remote-link.ts";
import type { Remote } from "../../src/web/remote.ts";
import { type CommandOp, code, type FrameIn, type FrameOut } from "../../src/web/wire/messages.ts";

type Here = Parameters<typeof moveMusic>[0];

/** A speaker with these entries, of which the second plays; pages of two. */
function here(entries: readonly { readonly id: string; readonly url?: string }[]) {
  const told: CommandOp[] = [];
  const remote = {
    track: { peek: () => entries[1] },
    queue: { peek: () => ({ currentIndex: 1 }) },
    positionMs: () => 30_000.4,
    query: async ({ queue }: { queue: { offset: number } }) => {
      const items = entries.slice(queue.offset, queue.offset + 2).map((track) => ({ track }));
      return { queue: { items, total: entries.length } };
    },
    command: async (op: CommandOp) => told.push(op) > 0,
  };
  return { told, remote: remote as unknown as Here & Pick<Remote, "command"> }; // as much of one as is asked
}

const online: LinkState = { kind: "online" };
const refused: LinkState = { kind: "offline", why: "closed" };
const open = new AbortController().signal;

/** Another speaker, to which the connection is in these states one after the other, and which answers commands with `answer`. */
function far(
  states: readonly LinkState[],
  answer: { code: number; message?: string } = { code: code.ok },
) {
  const asked: FrameOut[] = [];
  const log = { asked, stopped: 0 };
  const make: LinkMaker = (state) => ({
    start: () => states.forEach(state),
    stop: () => {
      log.stopped += 1;
    },
    request: async (frame) => {
      asked.push(frame);
      return { result: answer } as FrameIn; // all that is read of it
    },
  });
  return { log, make };
}

const entries = [
  { id: "a" },
  { id: "b" },
  { id: "u1", url: "http://radio.example/live" },
  { id: "c" },
];

describe("the music that moves to another room", () => {
  it("goes on there with what plays and what follows, at its place, and then pauses here", async () => {
    const [from, to] = [here(entries), far([online])];
    assert.equal(await moveMusic(from.remote, to.make, open), "moved");
    assert.deepEqual(to.log.asked, [
      { command: { play: { what: ["b", "http://radio.example/live", "c"] } } },
      { command: { seek: { positionMs: 30_000 } } },
    ]);
    assert.deepEqual(from.told, [{ pause: {} }]);
    assert.equal(to.log.stopped, 1);
  });

  it("stays here where the other refuses, is not there, or does not know this browser", async () => {
    const cases = [
      [
        far([online], { code: code.notFound, message: "no such track" }),
        { refused: "no such track" },
      ],
      [far([{ kind: "offline", why: "silent" }, online]), "unreachable"],
      [far([{ kind: "unpaired", revoked: false }]), "unpaired"],
    ] as const;
    for (const [to, moved] of cases) {
      const from = here(entries);
      assert.deepEqual(await moveMusic(from.remote, to.make, open), moved);
      assert.deepEqual(from.told, []);
      assert.equal(to.log.stopped, 1, "nothing stays open");
    }
  });

  it("goes to one that refuses at first, as one does that has just begun and not met its house yet", async () => {
    const to = far([refused, refused, online]);
    assert.equal(await moveMusic(here(entries).remote, to.make, open), "moved");
    assert.equal(to.log.stopped, 1);
  });

  it("stays here for who no longer waits for the other, which nobody asks then", async () => {
    const [from, to] = [here(entries), far([refused, online])];
    const gone = AbortSignal.abort();
    assert.equal(await moveMusic(from.remote, to.make, gone), "unreachable");
    assert.deepEqual([to.log.asked, from.told, to.log.stopped], [[], [], 1]);
  });

  it("stays here when patience ends while the other refuses, at once", async () => {
    const [from, to] = [here(entries), far([refused, refused])];
    const patience = new AbortController();
    const moving = moveMusic(from.remote, to.make, patience.signal);
    patience.abort();
    assert.equal(await moving, "unreachable");
    assert.deepEqual([to.log.asked, from.told, to.log.stopped], [[], [], 1]);
  });

  it("is not what comes in by a cable: the other speaker has another at its own", async () => {
    const [from, to] = [here([{ id: "line-in" }, { id: "line-in" }]), far([online])];
    const moved = await moveMusic(from.remote, to.make, open);
    assert.match(typeof moved === "string" ? moved : moved.refused, /cannot be moved/);
    assert.deepEqual([to.log.asked, from.told], [[], []]);
  });

  it("fits one command, however long its addresses are", async () => {
    const long = Array.from({ length: 900 }, (_, n) => ({
      id: `i${n}`,
      url: `http://radio.example/${"x".repeat(1_000)}${n}`,
    }));
    const to = far([online]);
    assert.equal(await moveMusic(here(long).remote, to.make, open), "moved");
    const what = to.log.asked[0]?.command?.play?.what ?? [];
    assert.ok(what.length > 40 && what.join("").length < 50_000);
  });
});
