/**
 * Builds the web remote into dist/web, each file with its .gz and .br beside it:
 * a small board has better things to do than to compress.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";
import { schemaText } from "./schema.js";

const root = path.resolve(import.meta.dirname, "../..");
const outDir = path.join(root, "dist/web");
/** Pictures are small already. */
const packed = /\.(html|js|css|svg|webmanifest)$/;

// Vite goes by it, and a test that has the program built says "test": places of sources would be in the script.
process.env.NODE_ENV = "production";

await build({
  configFile: false,
  root: path.join(root, "src/web"),
  logLevel: "warn",
  define: { controlSchema: JSON.stringify(schemaText()) },
  // A smaller curve in the place of the programs' (src/web/browser/curve.ts).
  resolve: {
    alias: { "@noble/curves/ed25519.js": path.join(root, "src/web/browser/curve.ts") },
  },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    // The few later files need no files of their own.
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
for (const file of files(outDir)) if (packed.test(file)) compress(file);

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else yield full;
  }
}

function compress(file) {
  const bytes = readFileSync(file);
  const size = constants.BROTLI_PARAM_SIZE_HINT;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [size]: bytes.length } }));
}
