/**
 * What a device under test can be in, one after the other, and what leads from each to the next. Pure: it says
 * which transitions to take, the bench takes them.
 *
 *   off → flashed → booted → joined → playing
 *
 * Invariants: a plan ends in the state that was asked for; one for the state that the device is in is empty.
 */

/** Power off, whatever is on the card · power off, a new card · on, in no household · in the bench's household · heard. */
export const states = ["off", "flashed", "booted", "joined", "playing"] as const;
export type State = (typeof states)[number];

export const transitions = ["flash", "boot", "join", "play", "stop", "reset", "cut"] as const;
export type Transition = (typeof transitions)[number];

interface Edge {
  readonly by: Transition;
  readonly from: State;
  readonly to: State;
}

/** A way back is as short as it can be: a device that forgets is as new, without another start. */
const edges: readonly Edge[] = [
  { by: "flash", from: "off", to: "flashed" },
  { by: "boot", from: "flashed", to: "booted" },
  { by: "join", from: "booted", to: "joined" },
  { by: "play", from: "joined", to: "playing" },
  { by: "stop", from: "playing", to: "joined" },
  { by: "reset", from: "joined", to: "booted" },
  { by: "cut", from: "booted", to: "off" },
  { by: "cut", from: "joined", to: "off" },
  { by: "cut", from: "playing", to: "off" },
];

/** The shortest way. */
export function planFrom(from: State, to: State): readonly Transition[] {
  const seen = new Set<State>([from]);
  let ends: readonly { readonly at: State; readonly path: readonly Transition[] }[] = [
    { at: from, path: [] },
  ];
  while (ends.length > 0) {
    const there = ends.find(({ at }) => at === to);
    if (there !== undefined) return there.path;
    ends = ends.flatMap(({ at, path }) =>
      edges
        .filter((edge) => edge.from === at && !seen.has(edge.to))
        .map(({ by, to: next }) => {
          seen.add(next);
          return { at: next, path: [...path, by] };
        }),
    );
  }
  // Only a new card is left, which is off already: whoever asks for "off" has it.
  return [];
}

/** Where a transition leads. */
export function after(by: Transition): State {
  const edge = edges.find((one) => one.by === by);
  return edge?.to ?? "off";
}
