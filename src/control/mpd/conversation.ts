/**
 * What the lines of one connection mean, one after the other: single commands,
 * command lists, idling (docs/MPD.md §2). Pure: it runs nothing.
 *
 * Invariants:
 *   I1  a list is told whole, when it has ended, or never
 *   I2  what changed while nobody idled is told at the next `idle`, each subsystem once
 *   I3  a list holds at most `listCommandsMax` lines and `listBytesMax` characters
 */
import { MpdError, quoted } from "./errors.ts";
import { listBytesMax, listCommandsMax } from "./limits.ts";
import { type Subsystem, subsystems } from "./subsystems.ts";
import { parseWords } from "./words.ts";

export type Step =
  | { readonly kind: "nothing" }
  | { readonly kind: "command"; readonly line: string }
  /** `ok`: each is told to be done. */
  | { readonly kind: "list"; readonly lines: readonly string[]; readonly ok: boolean }
  | { readonly kind: "idle"; readonly line: string }
  /** What an idling client is told. */
  | { readonly kind: "changed"; readonly subsystems: readonly Subsystem[] }
  | { readonly kind: "close" }
  /** It does not speak this protocol, or asks for too much. */
  | { readonly kind: "drop"; readonly why: string };

interface GatheredList {
  readonly lines: string[];
  readonly ok: boolean;
  chars: number;
}

const nothing: Step = { kind: "nothing" };

export class Conversation {
  #list: GatheredList | undefined;
  #wanted: ReadonlySet<Subsystem> | undefined;
  readonly #pending = new Set<Subsystem>();

  get isIdling(): boolean {
    return this.#wanted !== undefined;
  }

  line(text: string): Step {
    if (this.#wanted !== undefined) return this.#whileIdle(text);
    if (text === "noidle") return nothing;
    // Browsers can be made to send HTTP here: that begins with a capital, and no command does.
    if (!/^[a-z]/.test(text)) return { kind: "drop", why: "what came is not this protocol" };
    if (this.#list !== undefined) return this.#inList(this.#list, text);
    switch (text.trimEnd()) {
      case "command_list_begin":
      case "command_list_ok_begin":
        this.#list = { lines: [], ok: text.includes("ok"), chars: 0 };
        return nothing;
      case "close":
        return { kind: "close" };
      default:
        return { kind: /^idle(\s|$)/.test(text) ? "idle" : "command", line: text };
    }
  }

  /** Begins to idle; told at once where something changed already. Throws MpdError. */
  idle(line: string): Step {
    const { args } = parseWords(line);
    const wanted = args.map(subsystemNamed);
    this.#wanted = new Set(wanted.length === 0 ? subsystems : wanted);
    return this.#tell();
  }

  /** Something changed. */
  changed(what: readonly Subsystem[]): Step {
    for (const subsystem of what) this.#pending.add(subsystem);
    return this.#tell();
  }

  #whileIdle(text: string): Step {
    this.#wanted = undefined;
    if (text === "noidle") return { kind: "changed", subsystems: [] };
    return { kind: "drop", why: "a client that idles says noidle first" };
  }

  #tell(): Step {
    const wanted = this.#wanted;
    if (wanted === undefined) return nothing;
    const told = subsystems.filter((each) => wanted.has(each) && this.#pending.has(each));
    if (told.length === 0) return nothing;
    for (const subsystem of told) this.#pending.delete(subsystem);
    this.#wanted = undefined;
    return { kind: "changed", subsystems: told };
  }

  #inList(list: GatheredList, text: string): Step {
    if (text.trimEnd() === "command_list_end") {
      this.#list = undefined;
      return { kind: "list", lines: list.lines, ok: list.ok };
    }
    list.chars += text.length;
    if (list.lines.length >= listCommandsMax || list.chars > listBytesMax)
      return { kind: "drop", why: "the command list is too long" };
    list.lines.push(text);
    return nothing;
  }
}

function subsystemNamed(text: string): Subsystem {
  const found = subsystems.find((name) => name === text.toLowerCase());
  if (found === undefined)
    throw new MpdError("argument", `Unrecognized idle event: ${quoted(text)}`);
  return found;
}
