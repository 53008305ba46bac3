/** All cases, in the order in which they cost the least. */
import type { Case } from "./case.ts";
import { gpioCases } from "./gpio.ts";
import { lifeCases } from "./life.ts";
import { soakCases } from "./soak.ts";
import { soundCases } from "./sound.ts";
import { troubleCases } from "./trouble.ts";

export const cases: readonly Case[] = [
  ...lifeCases.filter(({ needs }) => needs === "flashed" || needs === "booted"),
  ...soundCases,
  ...gpioCases,
  ...troubleCases,
  ...soakCases,
  ...lifeCases.filter(({ needs }) => needs !== "flashed" && needs !== "booted"),
];
