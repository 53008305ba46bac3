/** Which view is open: the part of the address behind #, so that the browser's back button works. */

export interface Route {
  readonly view: string;
  /** What is open within it; "" for the view itself. */
  readonly path: string;
  readonly title: string;
}

export function routeOf(): Route {
  const [view = "", path = "", title = ""] = location.hash
    .replace(/^#\/?/, "")
    .split("/")
    .map(decoded);
  return { view: view || "now", path, title };
}

export function onRoute(changed: (route: Route) => void): () => void {
  const look = () => changed(routeOf());
  addEventListener("hashchange", look);
  return () => removeEventListener("hashchange", look);
}

/** People edit addresses. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
