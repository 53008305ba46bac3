/**
 * A text as a QR code for a terminal: two rows of modules to a line, with the
 * quiet zone that scanners want around it.
 */
import qrcode from "qrcode-generator";

/** Modules around it (ISO/IEC 18004 asks for four). */
const quiet = 4;
/** Black on white, whatever the terminal's own colours are. */
const inked = { begin: "\u001b[30;107m", end: "\u001b[0m" };
/** By upper and lower module. */
const inkedCells = [" ", "▄", "▀", "█"] as const;
/** Without colours: light modules are drawn, for terminals are mostly dark. */
const plainCells = ["█", "▀", "▄", " "] as const;

/** Lines; none where it is wider than the terminal. `text`: at most 2,900 characters of ASCII. */
export function qrCode(
  text: string,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): readonly string[] {
  const code = qrcode(0, "L");
  code.addData(text, "Byte");
  code.make();
  const size = code.getModuleCount();
  if (size + 2 * quiet > columns) return [];
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < size && column < size && code.isDark(row, column);
  const cells = colour ? inkedCells : plainCells;
  const lines: string[] = [];
  for (let row = -quiet; row < size + quiet; row += 2) {
    let line = "";
    for (let column = -quiet; column < size + quiet; column++) {
      const pair = 2 * Number(isDark(row, column)) + Number(isDark(row + 1, column));
      line += cells[pair] ?? " ";
    }
    lines.push(colour ? `${inked.begin}${line}${inked.end}` : line);
  }
  return lines;
}
