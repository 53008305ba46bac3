/**
 * What songs a client asks for: pairs of tag and value, or an expression of MPD
 * 0.21, `((artist == "x") AND (!(title contains "y")))`. Pure.
 *
 * Bounds: `filterDepthMax`, `filterTermsMax`. Regular expressions are refused:
 * one of a stranger's can keep a speaker busy for hours.
 */
import { foldText } from "../../base/fold.ts";
import { MpdError, quoted } from "./errors.ts";
import { filterDepthMax, filterTermsMax } from "./limits.ts";
import { isOtherTag, type TagName, tagNamed } from "./tags.ts";

export type FilterSubject = TagName | "any" | "file";

export type Filter =
  | { readonly kind: "all"; readonly of: readonly Filter[] }
  | { readonly kind: "not"; readonly not: Filter }
  | { readonly kind: "below"; readonly path: string }
  | {
      readonly kind: "text";
      /** Undefined: a tag that no track here has. */
      readonly subject: FilterSubject | undefined;
      readonly how: "is" | "contains" | "starts";
      /** Folded where `folds`, else in Unicode's composed form. */
      readonly value: string;
      /** Case and accents do not matter. */
      readonly folds: boolean;
    };

/** `folds`: of `search` and its kin. Throws MpdError. */
export function parseFilter(args: readonly string[], folds: boolean): Filter {
  const all: Filter[] = [];
  for (let at = 0; at < args.length; ) {
    const word = args[at] ?? "";
    if (word.startsWith("(")) {
      all.push(new Expression(word, folds).whole());
      at += 1;
      continue;
    }
    const value = args[at + 1];
    if (value === undefined) throw new MpdError("argument", "Incorrect number of filter arguments");
    all.push(pairOf(word, value, folds));
    at += 2;
  }
  return { kind: "all", of: all };
}

function pairOf(type: string, value: string, folds: boolean): Filter {
  if (type.toLowerCase() === "base") return { kind: "below", path: value };
  return textFilter(subjectOf(type), folds ? "contains" : "is", { value, folds });
}

function textFilter(
  subject: FilterSubject | undefined,
  how: "is" | "contains" | "starts",
  { value, folds }: { readonly value: string; readonly folds: boolean },
): Filter {
  const text = folds ? foldText(value) : value.normalize("NFC");
  return { kind: "text", subject, how, value: text, folds };
}

function subjectOf(type: string): FilterSubject | undefined {
  const lower = type.toLowerCase();
  if (lower === "any" || lower === "file") return lower;
  if (lower === "filename") return "file";
  const tag = tagNamed(type);
  if (tag === undefined && !isOtherTag(type))
    throw new MpdError("argument", `Unknown filter type: ${quoted(type)}`);
  return tag;
}

/** Longest first, so that none is taken for the beginning of another. */
const operators = [
  "!starts_with_cs",
  "!starts_with_ci",
  "starts_with_cs",
  "starts_with_ci",
  "!starts_with",
  "!contains_cs",
  "!contains_ci",
  "contains_cs",
  "contains_ci",
  "starts_with",
  "!contains",
  "contains",
  "!eq_cs",
  "!eq_ci",
  "eq_cs",
  "eq_ci",
  "==",
  "!=",
  "=~",
  "!~",
] as const;

class Expression {
  readonly #text: string;
  readonly #folds: boolean;
  #at = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string, folds: boolean) {
    this.#text = text;
    this.#folds = folds;
  }

  whole(): Filter {
    const filter = this.#group();
    if (this.#at < this.#text.length)
      throw new MpdError("argument", "Unparsed garbage after expression");
    return filter;
  }

  /** From its opening parenthesis to what follows the closing one. */
  #group(): Filter {
    this.#depth += 1;
    this.#terms += 1;
    if (this.#depth > filterDepthMax || this.#terms > filterTermsMax)
      throw new MpdError("argument", "Filter is too complicated");
    this.#expect("(");
    const filter = this.#inner();
    this.#expect(")");
    this.#depth -= 1;
    return filter;
  }

  #inner(): Filter {
    if (this.#next === "(") return this.#conjunction();
    if (this.#next !== "!") return this.#condition();
    this.#at += 1;
    this.#space();
    return { kind: "not", not: this.#group() };
  }

  #conjunction(): Filter {
    const all = [this.#group()];
    while (this.#next !== ")") {
      if (!/^AND(?=[\s(])/i.test(this.#text.slice(this.#at)))
        throw new MpdError("argument", "'AND' expected");
      this.#at += "AND".length;
      this.#space();
      all.push(this.#group());
    }
    return { kind: "all", of: all };
  }

  #condition(): Filter {
    const type = /^[A-Za-z_-]+/.exec(this.#text.slice(this.#at))?.[0];
    if (type === undefined) throw new MpdError("argument", "Word expected");
    this.#at += type.length;
    this.#space();
    if (type.toLowerCase() === "base") return { kind: "below", path: this.#quoted() };
    const subject = subjectOf(type);
    const operator = operators.find((each) => this.#text.startsWith(each, this.#at));
    if (operator === undefined) throw new MpdError("argument", "Unknown filter operator");
    if (operator === "=~" || operator === "!~")
      throw new MpdError("argument", "This speaker has no regular expressions");
    this.#at += operator.length;
    this.#space();
    const value = this.#quoted();
    const folds = operator.endsWith("_ci") || (this.#folds && !operator.endsWith("_cs"));
    const how = operator.includes("contains")
      ? "contains"
      : operator.includes("starts")
        ? "starts"
        : "is";
    const filter = textFilter(subject, how, { value, folds });
    return operator.startsWith("!") ? { kind: "not", not: filter } : filter;
  }

  #quoted(): string {
    const quote = this.#next;
    if (quote !== '"' && quote !== "'") throw new MpdError("argument", "Quoted string expected");
    let text = "";
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      if (this.#text[at] === quote) {
        this.#at = at + 1;
        this.#space();
        return text;
      }
      if (this.#text[at] === "\\") at += 1;
      text += this.#text[at] ?? "";
    }
    throw new MpdError("argument", "Closing quote not found");
  }

  get #next(): string | undefined {
    return this.#text[this.#at];
  }

  #expect(char: "(" | ")"): void {
    if (this.#next !== char) throw new MpdError("argument", `'${char}' expected`);
    this.#at += 1;
    this.#space();
  }

  #space(): void {
    while (/\s/.test(this.#next ?? "")) this.#at += 1;
  }
}
