/**
 * Draws what a board's profile wires to the header of a Raspberry Pi, as SVG: the
 * forty pins, what hangs on which, and how each kind of part is connected. Pure.
 */
import type { BoardProfile } from "../../src/board/profile.ts";
import { type UsedLine, usedLines } from "../../src/board/profile-reader.ts";

/** Pins 1 to 40: BCM numbers, supplies and ground (pinout of the Raspberry Pi's header). */
const header = [
  ..."3V3 5V 2 5V 3 GND 4 14 GND 15 17 18 27 GND 22 23 3V3 24 10 GND".split(" "),
  ..."9 25 11 8 GND 7 0 1 5 GND 6 12 13 GND 19 16 26 20 GND 21".split(" "),
];

const colours = {
  button: "#2f6fb3",
  knob: "#7b4fa3",
  light: "#b3760f",
  amplifier: "#b3382f",
  card: "#3f7f4a",
  ground: "#222222",
  supply: "#8a6d3b",
  free: "#b9b9b9",
} as const;
type Colour = keyof typeof colours;

const rowPx = 26;
const topPx = 96;
const widthPx = 860;
const leftPx = 400;
const rightPx = 460;
const rows = header.length / 2;
const sketchesPx = topPx + rows * rowPx + 30;
const heightPx = sketchesPx + 170;

/** `name`: the profile's. */
export function drawWiring(name: string, profile: BoardProfile): string {
  const used = usedLines(profile);
  const pins = header.map((what, index) => pinOf(index + 1, what, used));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" font-family="sans-serif" font-size="14">`,
    `<title>${escaped(`Wiring of ${name}`)}</title>`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#ffffff"/>`,
    text(widthPx / 2, 34, profile.about, { size: 20, anchor: "middle" }),
    text(widthPx / 2, 58, `--board ${name}; pin 1 is at the corner, marked by a square`, {
      anchor: "middle",
    }),
    `<rect x="${leftPx - 20}" y="${topPx - 18}" width="${rightPx - leftPx + 40}" height="${rows * rowPx + 10}" rx="6" fill="#f1f1ee" stroke="#777777"/>`,
    ...pins,
    ...sketches(used),
    "</svg>",
    "",
  ].join("\n");
}

function pinOf(pin: number, what: string, used: readonly UsedLine[]): string {
  const isLeft = pin % 2 === 1;
  const x = isLeft ? leftPx : rightPx;
  const y = topPx + Math.floor((pin - 1) / 2) * rowPx;
  const { colour, label } = shown(what, used);
  const fill = colours[colour];
  const shape =
    pin === 1
      ? `<rect x="${x - 8}" y="${y - 8}" width="16" height="16" fill="${fill}"/>`
      : `<circle cx="${x}" cy="${y}" r="8" fill="${fill}"/>`;
  const inside = isLeft ? x + 22 : x - 22;
  const number = text(inside, y + 4, String(pin), { size: 10, anchor: "middle", fill: "#555555" });
  if (label === "") return `${shape}${number}`;
  const [from, to] = isLeft ? [x - 9, x - 44] : [x + 9, x + 44];
  const line = `<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke="${fill}" stroke-width="2"/>`;
  const anchor = isLeft ? "end" : "start";
  const words = text(isLeft ? to - 6 : to + 6, y + 5, label, { anchor, fill });
  return `${shape}${number}${line}${words}`;
}

function shown(what: string, used: readonly UsedLine[]): { colour: Colour; label: string } {
  if (what === "GND") return { colour: "ground", label: "ground" };
  if (what === "3V3" || what === "5V") return { colour: "supply", label: "" };
  const found = used.find(({ line }) => line === Number(what));
  if (found === undefined) return { colour: "free", label: "" };
  return { colour: found.kind, label: `${found.by} · GPIO ${what}` };
}

/** How a part of each kind that there is hangs between its pin and ground. */
function sketches(used: readonly UsedLine[]): string[] {
  const parts = [
    { kind: "button", words: "button: its pin, the button, ground", draw: switchSketch },
    { kind: "knob", words: "knob: A and B to their pins, C to ground", draw: switchSketch },
    { kind: "light", words: "light: its pin, 330 Ω, the LED, ground", draw: lightSketch },
    { kind: "amplifier", words: "amplifier: on the card; nothing to wire", draw: () => "" },
    { kind: "card", words: "sound card: plugged onto the header", draw: () => "" },
  ] as const;
  const there = parts.filter(({ kind }) => used.some((each) => each.kind === kind));
  return there.map(({ kind, words, draw }, index) => {
    const y = sketchesPx + index * 32;
    const stroke = colours[kind];
    const dot = `<circle cx="60" cy="${y}" r="7" fill="${stroke}"/>`;
    return `${dot}${draw(y, stroke)}${text(330, y + 5, words, { fill: stroke })}`;
  });
}

function switchSketch(y: number, stroke: string): string {
  const line = `M67 ${y}H140 M140 ${y}L172 ${y - 12} M178 ${y}H270`;
  return `<path d="${line}" stroke="${stroke}" stroke-width="2" fill="none"/>${ground(y)}`;
}

function lightSketch(y: number, stroke: string): string {
  const line = `M67 ${y}H110 M110 ${y - 6}H150V${y + 6}H110Z M150 ${y}H190 M190 ${y - 8}L206 ${y}L190 ${y + 8}Z M206 ${y - 8}V${y + 8} M206 ${y}H270`;
  return `<path d="${line}" stroke="${stroke}" stroke-width="2" fill="none"/>${ground(y)}`;
}

function ground(y: number): string {
  const line = `M270 ${y - 9}V${y + 9} M276 ${y - 6}V${y + 6} M282 ${y - 3}V${y + 3}`;
  return `<path d="${line}" stroke="${colours.ground}" stroke-width="2"/>`;
}

function text(
  x: number,
  y: number,
  words: string,
  { size = 14, anchor = "start", fill = "#222222" } = {},
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${fill}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
