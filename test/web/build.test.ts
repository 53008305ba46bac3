/** What the build of the web remote weighs: the budget of docs/WEB.md. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { builtProgram } from "../programs/built-program.ts";

const web = path.resolve(builtProgram(), "../../dist/web");
const files = readdirSync(web, { recursive: true, encoding: "utf8" });
/** All script, first view and what is fetched later. */
const scriptGzipBytesMax = 60_000;

describe("the build of the web remote", () => {
  it("has at most 60 KB of script, gzipped", () => {
    const sizes = files
      .filter((file) => file.endsWith(".js.gz"))
      .map((file) => readFileSync(path.join(web, file)).length);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(
      sizes.length > 0 && all <= scriptGzipBytesMax,
      `${all} bytes in ${sizes.length} files`,
    );
  });

  it("has both compressed forms beside each text, with the same in them", () => {
    const texts = files.filter((file) => /\.(html|js|css|svg|webmanifest)$/.test(file));
    assert.ok(texts.length > 4);
    for (const file of texts) {
      const full = path.join(web, file);
      const plain = readFileSync(full);
      assert.ok(plain.equals(gunzipSync(readFileSync(`${full}.gz`))), file);
      assert.ok(plain.equals(brotliDecompressSync(readFileSync(`${full}.br`))), file);
    }
  });

  it("asks for nothing of other hosts, and evaluates no text", () => {
    for (const file of files.filter((name) => /\.(html|js|css)$/.test(name))) {
      const text = readFileSync(path.join(web, file), "utf8");
      const others = text.match(/https?:\/\/(?!www\.w3\.org\/)[a-z0-9.-]+\.[a-z]+/g) ?? [];
      assert.deepEqual(others, [], file);
      assert.ok(!/\beval\(|new Function\(/.test(text), file);
    }
  });

  it("has the icons that its manifest names", () => {
    const manifest = readFileSync(path.join(web, "manifest.webmanifest"), "utf8");
    const { icons } = JSON.parse(manifest) as { icons: { src: string }[] }; // the repository's own
    for (const { src } of icons) assert.ok(existsSync(path.join(web, src)), src);
  });
});
