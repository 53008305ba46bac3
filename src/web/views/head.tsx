/** The head of a view: where back leads, what it is, and what can be done with all of it. */
import type { ComponentChildren } from "preact";
import { text } from "../text.ts";
import { Icon } from "./icons.tsx";

interface HeadProps {
  readonly title: string;
  /** A place in this page, or what to do; absent where the bar of views leads away. */
  readonly back?: string | (() => void) | undefined;
  readonly children?: ComponentChildren;
}

export function Head({ title, back, children }: HeadProps) {
  return (
    <header class={`head ${back === undefined ? "" : "sticky"}`}>
      {typeof back === "string" && (
        <a class="round" href={back} aria-label={text.library.back}>
          <Icon name="back" />
        </a>
      )}
      {typeof back === "function" && (
        <button type="button" class="round" aria-label={text.library.back} onClick={back}>
          <Icon name="back" />
        </button>
      )}
      <h1>{title}</h1>
      <span class="grow" />
      {children}
    </header>
  );
}
