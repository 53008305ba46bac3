/** Work that repeats while the page is looked at; nothing runs in the background. */

/** Calls `then` every `ms` until the function that comes back is called. */
export function everyMs(ms: number, then: () => void): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") then();
  }, ms);
  return () => clearInterval(timer);
}

/** Calls `then` after `ms`, unless the function that comes back is called before. */
export function afterMs(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}
