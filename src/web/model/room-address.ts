/**
 * Where a browser opens the remote of another room. Pure.
 *
 * A speaker of the same machine is known to this page's speaker by the loopback
 * address; seen from a phone that is where the page itself came from.
 */

/** `web`: the HOST:PORTs that the speaker tells, the best first. `pageHost`: HOST:PORT of the page. */
export function roomAddress(web: readonly string[], pageHost: string): string | undefined {
  const [first] = web;
  const port = /^(?:127\.[\d.]+|\[::1\])(:\d+)$/.exec(first ?? "")?.[1];
  return port === undefined ? first : pageHost.replace(/(:\d+)?$/, port);
}
