/** Keys that steer the player from anywhere on the page. They can be turned off (WCAG 2.1.4). */
import { effect, signal } from "@preact/signals";
import type { Remote } from "../remote.ts";

const offName = "nightjar-keys-off";
export const keysOff = signal(localStorage.getItem(offName) === "1");
effect(() => localStorage.setItem(offName, keysOff.value ? "1" : "0"));

export function listenToKeys(remote: Remote): void {
  const actions: Readonly<Record<string, () => void>> = {
    " ": () => remote.toggle(),
    n: () => remote.next(),
    p: () => remote.previous(),
    m: () => remote.mute(!remote.muted.peek()),
    "+": () => remote.nudgeVolume(2),
    "=": () => remote.nudgeVolume(2),
    "-": () => remote.nudgeVolume(-2),
    "/": () => focusSearch(),
  };
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement; // keys always go to an element
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const pressing = event.key === " " && /^(BUTTON|A|SUMMARY|LABEL)$/.test(target.tagName);
    if (keysOff.peek() || typing || pressing || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const action = actions[event.key];
    if (action === undefined || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    action();
  });
}

function focusSearch(): void {
  location.hash = "#/library";
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#search")?.focus());
}
