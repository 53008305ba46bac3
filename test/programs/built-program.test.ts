/**
 * The joined program finds all of its own files, whatever the compiler (which leaves the name of a dynamic
 * import as it is in a function that also has a `using`, TypeScript 6.0) and what joins it do.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { it } from "vitest";
import { staysBeside } from "../../tools/program/beside.ts";
import { builtProgram } from "./built-program.ts";

const specifier = /(?:\bfrom\s*|\bimport\(?\s*)["']([^"'\s]+)["']/g;

it("every file and package that the program imports is there", () => {
  const folder = path.resolve(builtProgram(), "../../dist/program");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => path.join(folder, name));
  assert.ok(files.length > 50, `${files.length} files`);
  const missing = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(specifier)]
      .map(([, name = ""]) => name)
      .filter((name) =>
        name.startsWith(".")
          ? !existsSync(path.resolve(path.dirname(file), name))
          : !staysBeside(name),
      )
      .map((name) => `${path.relative(folder, file)} imports ${name}`),
  );
  assert.deepEqual(missing, []);
}, 120_000);
