/**
 * Which of a kernel's modules an image keeps, by what depmod says of them (modules.dep(5)). Pure.
 * A name that is neither a module nor built in is not an error: kernels of other architectures lack some.
 */

export interface ModuleList {
  /** Each module's file, and those that it needs, direct or not. Paths as in modules.dep. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** `text`: modules.dep. */
export function parseModulesDep(text: string): ModuleList {
  const needs = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    const [file, others] = line.split(":");
    if (file)
      needs.set(
        file,
        (others ?? "").split(" ").filter((one) => one !== ""),
      );
  }
  return { needs };
}

/** Those whose path begins with one of `prefixes`, and all that they need. Sorted. */
export function keptModules({ needs }: ModuleList, prefixes: readonly string[]): readonly string[] {
  const kept = new Set<string>();
  for (const [file, others] of needs) {
    if (!prefixes.some((prefix) => file.startsWith(prefix))) continue;
    for (const one of [file, ...others]) kept.add(one);
  }
  return [...kept].sort();
}

/** The files that load these by name, each behind what it needs. Built-in ones and unknown ones are left out. */
export function loadOrder({ needs }: ModuleList, names: readonly string[]): readonly string[] {
  const byName = new Map([...needs.keys()].map((file) => [moduleName(file), file]));
  const ordered = new Set<string>();
  for (const name of names) {
    const file = byName.get(plain(name));
    if (file === undefined) continue;
    // depmod says first what is loaded last.
    for (const one of [...(needs.get(file) ?? [])].reverse()) ordered.add(one);
    ordered.add(file);
  }
  return [...ordered];
}

/** As insmod finds it in the initrd. */
export function moduleName(file: string): string {
  return plain(file.slice(file.lastIndexOf("/") + 1).replace(/\.ko(\.\w+)?$/, ""));
}

function plain(name: string): string {
  return name.replaceAll("-", "_");
}
