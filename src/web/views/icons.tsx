/** Icons, drawn on a grid of 24: stroked, so that they take the colour and weight of the text. */

const paths = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8 5.5v13M16 5.5v13",
  next: "M6 6v12l9-6zM18 6v12",
  previous: "M18 6v12l-9-6zM6 6v12",
  volume: "M4 10v4h3.5L12 18V6L7.5 10zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  muted: "M4 10v4h3.5L12 18V6L7.5 10zM16 9.5l5 5M21 9.5l-5 5",
  repeat: "M17 3.5l3 3-3 3M4 11.5v-2a3 3 0 0 1 3-3h13M7 20.5l-3-3 3-3M20 12.5v2a3 3 0 0 1-3 3H4",
  shuffle: "M16.5 4H20v3.5M4 19L20 4M20 16.5V20h-3.5M14.5 14.5L20 20M4 5l5 5",
  queue: "M4 6.5h16M4 11.5h16M4 16.5h9M17 14.5v6l4.5-3z",
  library: "M4 4.5v15M8.5 4.5v15M13 5l4.5 14.5",
  rooms: "M4 11l8-6.5 8 6.5M6 9.5V19.5h12V9.5M10.2 19.5v-5h3.6v5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.5 15.5L20.5 20.5",
  close: "M6 6l12 12M18 6L6 18",
  grip: "M8 7h8M8 12h8M8 17h8",
  back: "M14.5 5l-7 7 7 7",
  forward: "M9.5 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  note: "M9 18V6l11-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM20 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  add: "M12 5v14M5 12h14",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  speaker: "M6.5 3h11v18h-11zM12 17.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM12 7.2h.01",
  moveTo: "M4 12h13M12 6.5l5.5 5.5-5.5 5.5M20.5 5v14",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  pulse: "M3 12h4l3-7.5 4.5 15L17.5 12H21",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  alarm: "M12 20a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM12 9.5V13l2.5 2M4 6.5L7 4M20 6.5L17 4",
  heart: "M12 19.5S4.5 15 4.5 9.8A4 4 0 0 1 12 7.6a4 4 0 0 1 7.5 2.2c0 5.2-7.5 9.7-7.5 9.7z",
  globe:
    "M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17zM3.5 12h17M12 3.5c3.3 3.6 3.3 13.4 0 17M12 3.5c-3.3 3.6-3.3 13.4 0 17",
  history: "M4.5 12a7.5 7.5 0 1 1 2.2 5.3M4.5 12L3 9.5M4.5 12l2.6-1.6M12 8v4.3l3 1.7",
} as const;

export type IconName = keyof typeof paths;
const solid: ReadonlySet<IconName> = new Set(["play"]);

export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) {
  const fill = solid.has(name) ? "currentColor" : "none";
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill={fill} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
