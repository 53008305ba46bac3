/** HOST:PORT as people write it: `10.0.0.5:41000`, `kitchen.local:41000`, `[fe80::1]:41000`. */

export interface HostPort {
  readonly host: string;
  /** 0…65535; 0 asks for a free one. */
  readonly port: number;
}

/** Undefined where `text` is not HOST:PORT. An IPv6 literal stands in brackets. */
export function parseAddress(text: string): HostPort | undefined {
  const match = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}
