/** What this browser is called in the list of remotes: "Firefox on Android". */

const browsers = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrom(e|ium)\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const systems = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Mac OS X/, "Mac"],
  [/Windows/, "Windows"],
  [/CrOS/, "Chromebook"],
  [/Linux/, "Linux"],
] as const;

export function clientName(agent: string): string {
  const named = (list: readonly (readonly [RegExp, string])[], other: string) =>
    list.find(([pattern]) => pattern.test(agent))?.[1] ?? other;
  return `${named(browsers, "Browser")} on ${named(systems, "a device")}`;
}
