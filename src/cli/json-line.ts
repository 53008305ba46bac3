/** One JSON document on one line: what programs that read our output split by. */
export function jsonLine(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}
