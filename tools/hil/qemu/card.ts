/** The emulated card: the image written by our own tool (tools/flash), as large as a card, with a shell for the bench. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Provisioning } from "../../../src/household/provisioning.ts";
import { root } from "../../bench/harness.ts";
import { type Layout, partitionOf, readLayout } from "../../image/layout.ts";
import { run } from "../../image/programs.ts";

/** As a small card's. */
const cardBytes = 4 * 2 ** 30;

export interface BootFiles {
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
}

export class Card {
  readonly file: string;
  readonly #folder: string;
  readonly #layout: Layout = readLayout(root);

  constructor(folder: string) {
    this.#folder = folder;
    this.file = path.join(folder, "card");
  }

  /** Written, read back and compared by `npm run flash`, which lays the settings beside it. */
  async write(image: string, settings: Provisioning, signal: AbortSignal): Promise<void> {
    await run("rm", ["-f", this.file], {}, signal);
    const { name, board, sshKeys = [] } = settings;
    const map = path.join(this.#folder, "image.bmap");
    const flash = (...words: readonly string[]): Promise<string> =>
      run(
        process.execPath,
        ["--import", "tsx", path.join(root, "tools/flash/main.ts"), ...words],
        { cwd: root },
        signal,
      );
    // As people's images have one: half of an image is holes.
    if (!existsSync(map)) await flash("map", image, map);
    const keys = sshKeys.flatMap((key, i) => {
      const file = path.join(this.#folder, `key-${i}.pub`);
      writeFileSync(file, `${key}\n`);
      return ["--ssh-key", file];
    });
    const words = ["write", image, this.file, "--file", "--fresh", "--yes", "--bmap", map];
    const given = Object.entries({ name, board }).flatMap(([option, value]) =>
      value === undefined ? [] : [`--${option}`, value],
    );
    await flash(...words, ...given, ...keys);
    // A file is made as long as its image.
    await run("truncate", ["-s", String(cardBytes), this.file], {}, signal);
  }

  /** Of slot a, copied out of the boot partition: QEMU starts them as a boot loader would. */
  async bootFiles(signal: AbortSignal): Promise<BootFiles> {
    const { slots, files } = this.#layout;
    const at = `${this.file}@@${partitionOf(this.#layout, "boot").startMib}M`;
    const on = (name: string): string => `::${slots.a.folder}/${name}`;
    const take = async (name: string): Promise<string> => {
      const to = path.join(this.#folder, name);
      await run("mcopy", ["-n", "-o", "-i", at, on(name), to], {}, signal);
      return to;
    };
    return {
      kernel: await take(files.kernel),
      initrd: await take(files.initrd),
      commandLine: (await run("mtype", ["-i", at, on(files["command-line"])], {}, signal)).trim(),
    };
  }
}
