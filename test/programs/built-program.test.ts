/**
 * The compiled program finds all of its own files: the compiler leaves the name of a
 * dynamic import as it is in a function that also has a `using` (TypeScript 6.0).
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { it } from "vitest";
import { builtProgram } from "./built-program.ts";

const specifier = /(?:\bfrom\s*|\bimport\(?\s*)"(\.{1,2}\/[^"]+)"/g;

it("every file that a compiled file imports is there", () => {
  const dist = path.resolve(builtProgram(), "../../dist/src");
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => path.join(dist, name));
  assert.ok(files.length > 400, `${files.length} files`);
  const missing = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(specifier)]
      .map(([, name = ""]) => path.resolve(path.dirname(file), name))
      .filter((target) => !existsSync(target))
      .map((target) => `${path.relative(dist, file)} imports ${path.relative(dist, target)}`),
  );
  assert.deepEqual(missing, []);
}, 120_000);
