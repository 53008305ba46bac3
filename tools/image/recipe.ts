/** What is in an image, as device/image/recipe.toml says it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { ImageError } from "./errors.ts";

export const loaders = ["none", "u-boot"] as const;
export type Loader = (typeof loaders)[number];

export interface Target {
  readonly name: string;
  readonly about: string;
  /** What chooses the slot. Only U-Boot's script does; without it slot a is started. */
  readonly loader: Loader;
  /** As dpkg says it. */
  readonly architecture: "amd64" | "arm64";
  /** Debian's package that names the newest kernel. */
  readonly kernel: string;
  /** Packages that are unpacked beside the root, never installed. */
  readonly unpacked: readonly string[];
  /** Of the kernel, before what names the slot. */
  readonly commandLine: string;
  /** Device trees, by name; none: a machine without any. */
  readonly boards: readonly string[];
}

export interface Recipe {
  readonly suite: string;
  readonly components: readonly string[];
  readonly packages: readonly string[];
  readonly exclude: readonly string[];
  readonly empty: readonly string[];
  readonly mask: readonly string[];
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  readonly modules: { readonly keep: readonly string[]; readonly initrd: readonly string[] };
  readonly budget: { readonly compressedMib: number; readonly rootShare: number };
  readonly targets: readonly Target[];
}

/** `root`: the repository. Throws ImageError. */
export function readRecipe(root: string): Recipe {
  return parseRecipe(readFileSync(path.join(root, "device/image/recipe.toml"), "utf8"));
}

/** Throws ImageError `recipe`. */
export function parseRecipe(text: string): Recipe {
  const file = tableOf(parse(text), "the file");
  const debian = tableOf(file["debian"], "debian");
  const modules = tableOf(file["modules"], "modules");
  const budget = tableOf(file["budget"], "budget");
  const debianList = (name: string) => listOf(debian[name], `debian.${name}`);
  return {
    suite: textOf(debian["suite"], "debian.suite"),
    components: debianList("components"),
    packages: debianList("packages"),
    exclude: debianList("exclude"),
    empty: debianList("empty"),
    mask: debianList("mask"),
    enable: debianList("enable"),
    disable: debianList("disable"),
    modules: {
      keep: listOf(modules["keep"], "modules.keep"),
      initrd: listOf(modules["initrd"], "modules.initrd"),
    },
    budget: {
      compressedMib: numberOf(budget["compressed-mib"], "budget.compressed-mib"),
      rootShare: numberOf(budget["root-share"], "budget.root-share"),
    },
    targets: Object.entries(tableOf(file["targets"], "targets")).map(([name, value]) =>
      targetOf(name, value),
    ),
  };
}

function targetOf(name: string, value: unknown): Target {
  const table = tableOf(value, `targets.${name}`);
  const at = (field: string) => `targets.${name}.${field}`;
  const architecture = textOf(table["architecture"], at("architecture"));
  if (architecture !== "amd64" && architecture !== "arm64")
    throw bad(`${at("architecture")} is amd64 or arm64`);
  const loader = loaders.find((one) => one === table["loader"]);
  if (loader === undefined) throw bad(`${at("loader")} is one of ${loaders.join(", ")}`);
  return {
    name,
    loader,
    architecture,
    about: textOf(table["about"], at("about")),
    kernel: textOf(table["kernel"], at("kernel")),
    unpacked: listOf(table["unpacked"], at("unpacked")),
    commandLine: textOf(table["command-line"], at("command-line")),
    boards: listOf(table["boards"], at("boards")),
  };
}

function tableOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw bad(`${what} is no table`);
  return { ...value };
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== "string" || value === "") throw bad(`${what} is no text`);
  return value;
}

function numberOf(value: unknown, what: string): number {
  if (typeof value !== "number" || !(value > 0)) throw bad(`${what} is no number above 0`);
  return value;
}

/** These become words of commands: none begins like an option or has a space. */
function listOf(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw bad(`${what} is no list`);
  return value.map((one) => {
    if (typeof one !== "string" || !/^[\w/.@+*][\w/.@+*,-]*$/.test(one))
      throw bad(`${what} has "${String(one)}", which is no name`);
    return one;
  });
}

function bad(why: string): ImageError {
  return new ImageError("recipe", `device/image/recipe.toml: ${why}`);
}
