/** Covers; where there is none, a picture made of the album's name, the same each time. */
import { useState } from "preact/hooks";
import { Icon } from "./icons.tsx";

export interface ArtProps {
  /** SHA-256 of the cover; empty where there is none. */
  readonly hash: string;
  /** What stands for it where there is none. */
  readonly seed: string;
  readonly alt?: string;
  readonly class?: string;
  readonly eager?: boolean;
}

export function Art({ hash, seed, alt = "", class: name = "", eager = false }: ArtProps) {
  const [failed, setFailed] = useState("");
  if (hash === "" || failed === hash) {
    const hue = hueOf(seed);
    const style = `--hue:${hue}`;
    const note = <Icon name="note" size={40} />;
    if (alt === "") {
      return (
        <span class={`art none ${name}`} style={style}>
          {note}
        </span>
      );
    }
    return (
      <span class={`art none ${name}`} style={style} role="img" aria-label={alt}>
        {note}
      </span>
    );
  }
  return (
    <img
      class={`art ${name}`}
      src={artUrl(hash)}
      alt={alt}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      draggable={false}
      onError={() => setFailed(hash)}
    />
  );
}

export function artUrl(hash: string): string {
  return `/artwork/${hash}`;
}

export function hueOf(seed: string): number {
  let hash = 7;
  for (const char of seed) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % 360;
}
