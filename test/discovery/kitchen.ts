/** The node "Kitchen" at 10.0.0.1, and how its packets are read in tests. */
import type { Question } from "../../src/discovery/message.ts";
import { type Heard, Lan, recordText, serviceType } from "./lan.ts";

export const stranger = "10.0.0.99";
export const kitchen = `Kitchen.${serviceType}`;
export const kitchenHost = "nightjar-0000000000000001.local";

export function ask(name: string, type: Question["type"] = "PTR"): Question {
  return { name, type, unicast: false };
}

/** What a host answered or announced; its own questions are left out. */
export function from(host: string, heard: readonly Heard[]): Heard[] {
  return heard.filter(({ from: by, message }) => by.host === host && message.response);
}

export function probesOf(host: string, heard: readonly Heard[]): Heard[] {
  return heard.filter(
    ({ from: by, message }) => by.host === host && message.authorities.length > 0,
  );
}

/** All records of the answer sections, as text. */
export function answers(heard: readonly Heard[]): string[] {
  return heard.flatMap(({ message }) => message.answers).map(recordText);
}

/** A LAN with the node "Kitchen" at 10.0.0.1, established long ago. */
export async function withKitchen(seed = 1) {
  const lan = new Lan(seed);
  const node = await lan.node("10.0.0.1", { name: "Kitchen" });
  await lan.pass(10);
  lan.takeHeard();
  return { lan, node };
}
