/**
 * Folding of text for search: case, accents, width and ligatures fall away, so
 * that "Björk" is found by "bjork" (Unicode NFKD, marks dropped, lower case).
 */

/** Letters that decompose to nothing in NFKD and that people type without their stroke. */
const strokes = new Map([
  ["ø", "o"],
  ["đ", "d"],
  ["ł", "l"],
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["þ", "th"],
  ["ð", "d"],
  ["ı", "i"],
  ["ħ", "h"],
]);

export function foldText(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[øđłßæœþðıħ]/g, (letter) => strokes.get(letter) ?? letter);
}

/** The folded words of a query; a text matches when it holds each of them. */
export function searchWords(query: string): string[] {
  return foldText(query)
    .split(/\s+/)
    .filter((word) => word !== "");
}
