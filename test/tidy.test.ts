/**
 * The repository's own lint: what no other tool here checks. File and function
 * sizes are Biome's and this file's business, layers are dependency-cruiser's.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
/** A file of 300 lines needs a reason, one of 500 fails (HOUSE STYLE, Size). */
const linesMax = 500;
const folders = ["src", "test", "tools"];

const sources = folders
  .flatMap((folder) => walk(path.join(root, folder)))
  .filter((file) => /\.(ts|tsx|js|proto)$/.test(file));
const typed = sources.filter((file) => /\.tsx?$/.test(file));

describe("the repository", () => {
  it("has no file of more than 500 lines", () => {
    const long = typed.filter((file) => text(file).split("\n").length > linesMax);
    assert.deepEqual(long.map(relative), []);
  });

  it("names files in kebab-case", () => {
    const bad = sources.filter(
      (file) => !/^[a-z0-9]+([.-][a-z0-9]+)*\.(ts|tsx|js|proto)$/.test(path.basename(file)),
    );
    assert.deepEqual(bad.map(relative), []);
  });

  it("opens each source file with a header comment", () => {
    const bare = typed.filter(
      (file) => !relative(file).startsWith("test/") && !/^(#!.*\n)?\/\*\*/.test(text(file)),
    );
    assert.deepEqual(bare.map(relative), []);
  });

  it("calls no banned thing outside platform/ and the roots", () => {
    const banned: readonly (readonly [RegExp, string])[] = [
      [/\bDate\.now\(|new Date\(\)/, "use Clock.wallMs"],
      [/\bMath\.random\(/, "use Rng or Entropy"],
      [/\bperformance\.now\(/, "use Clock.nowUs"],
      [/\brandomBytes\(|\bgenerateKeyPairSync\(/, "use Entropy"],
    ];
    const pure = typed.filter((file) =>
      /^src\/(?!platform\/|web\/browser\/|main\.ts|audio-thread\.ts)/.test(relative(file)),
    );
    const found = pure.flatMap((file) =>
      banned
        .filter(([pattern]) => pattern.test(text(file)))
        .map(([, use]) => `${relative(file)}: ${use}`),
    );
    assert.deepEqual(found, []);
  });

  it("exits only from the roots and tools", () => {
    const found = typed.filter(
      (file) => /^src\/(?!main\.ts)/.test(relative(file)) && /process\.exit\(/.test(text(file)),
    );
    assert.deepEqual(found.map(relative), []);
  });

  it("leaves no unfinished mark, no focused and no silently skipped test", () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b|\b(it|describe)\.(only|todo|skip)\(/;
    const self = path.join(root, "test/tidy.test.ts");
    const found = sources.filter((file) => file !== self && marks.test(text(file)));
    assert.deepEqual(found.map(relative), []);
  });

  it("has no dead link in its documents", () => {
    const documents = [path.join(root, "README.md"), ...walk(path.join(root, "docs"))].filter(
      (file) => file.endsWith(".md"),
    );
    const dead = documents.flatMap((file) =>
      [...text(file).matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
        .map(([, target]) => path.resolve(path.dirname(file), target ?? ""))
        .filter((target) => !exists(target))
        .map((target) => `${relative(file)}: ${relative(target)}`),
    );
    assert.deepEqual(dead, []);
  });
});

function* walkEntries(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "gen" && entry.name !== "fixtures") yield* walkEntries(full);
    } else yield full;
  }
}

function walk(folder: string): string[] {
  return exists(folder) ? [...walkEntries(folder)] : [];
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function text(file: string): string {
  return readFileSync(file, "utf8");
}

function relative(file: string): string {
  return path.relative(root, file);
}
