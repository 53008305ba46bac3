/**
 * Npm packages that stay beside the program, all others are joined into it: what has native
 * code, WebAssembly that few plays need, or is read by an origin alone.
 */
export const packagesBeside: readonly string[] = [
  "koffi",
  "@wasm-audio-decoders/flac",
  "@wasm-audio-decoders/ogg-vorbis",
  "mpg123-decoder",
  "music-metadata",
  "opus-decoder",
];

/** Whether what a module imports is found when the program runs: Node's own, and these packages. */
export function staysBeside(specifier: string): boolean {
  return specifier.startsWith("node:") || packagesBeside.includes(specifier);
}
