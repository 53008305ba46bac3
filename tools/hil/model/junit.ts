/** A run as JUnit XML, as CI systems read it: one suite, a case each, figures as properties. Pure. */
import { escapeXml } from "../../svg/shapes.ts";
import type { CaseResult, RunResult } from "./result.ts";

/** XML 1.0 §2.2 knows no other characters below a space. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export function junitOf({ target, startedAt, tookS, cases }: RunResult): string {
  const count = (outcome: CaseResult["outcome"]): number =>
    cases.filter((each) => each.outcome === outcome).length;
  const head = [
    `name="nightjar.hil.${attribute(target)}" timestamp="${attribute(startedAt)}"`,
    `tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}"`,
    `time="${tookS.toFixed(3)}"`,
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `<testsuite ${head.join(" ")}>`,
    ...cases.map((each) => caseOf(each, target)),
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function caseOf(each: CaseResult, target: string): string {
  const { name, outcome, why = "", tookS, figures, lines } = each;
  const properties = figures.map(
    (figure) =>
      `<property name="${attribute(`${figure.name} (${figure.unit})`)}" value="${figure.value}"/>`,
  );
  const inside = [
    ...(properties.length === 0 ? [] : ["<properties>", ...properties, "</properties>"]),
    ...(outcome === "failed" ? [`<failure message="${attribute(why)}"/>`] : []),
    ...(outcome === "skipped" ? [`<skipped message="${attribute(why)}"/>`] : []),
    ...(lines.length === 0 ? [] : [`<system-out>${printable(lines.join("\n"))}</system-out>`]),
  ];
  const head = `<testcase classname="hil.${attribute(target)}" name="${attribute(name)}" time="${tookS.toFixed(3)}"`;
  return inside.length === 0 ? `${head}/>` : [`${head}>`, ...inside, "</testcase>"].join("\n");
}

function printable(text: string): string {
  return escapeXml(text.replaceAll(unprintable, "�"));
}

/** A parser would make spaces of line feeds. */
function attribute(text: string): string {
  return printable(text).replaceAll("\n", "&#10;");
}
