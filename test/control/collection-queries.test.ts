/** Which tracks are favourites, as remotes ask for a screen of them. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { answerCollection } from "../../src/control/collection-queries.ts";
import { marksMax } from "../../src/control/limits.ts";
import { fakeCollection } from "../player/collection/fake-collection.ts";
import { fakeTrack } from "./fake-model.ts";

describe("the query for marks", () => {
  it("names those of the tracks that are favourites, of so many as it looks at", () => {
    const library = Array.from({ length: 6 }, (_, n) => fakeTrack(n));
    const commands = fakeCollection({
      find: (what) => library.filter(({ id }) => what.includes(id)),
      play: () => ({ code: "ok", message: "" }),
    });
    const ids = library.map(({ id }) => id);
    commands.execute({ kind: "favourite-add", what: [ids[1] ?? "", ids[4] ?? ""] });
    const marked = (asked: readonly string[]) => {
      const { collection } = commands;
      const query = { q: "marks" as const, marks: { ids: [...asked] } };
      const reply = answerCollection({ collection }, query, () => []);
      assert.equal(reply?.marks?.rev, collection.revision);
      return reply?.marks?.favourites;
    };
    assert.deepEqual(marked(ids), [ids[1], ids[4]]);
    assert.deepEqual(marked([ids[4] ?? "", "no such track"]), [ids[4]]);
    assert.deepEqual(marked([]), []);
    const late = [...Array.from({ length: marksMax }, (_, n) => `x${n}`), ids[1] ?? ""];
    assert.deepEqual(marked(late), [], "what is beyond the bound is not looked at");
  });
});
