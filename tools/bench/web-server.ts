/**
 * nginx of Debian as the server that other players fetch from: one folder, over HTTP and over TLS 1.3
 * with a throw-away certificate, connections kept open. It runs in a host of an emulated network; the
 * kernel's congestion control there is chosen before each play.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeTlsIdentity } from "../../src/control/tls-identity.ts";
import type { Netlab } from "../netlab/lab.ts";
import { BenchError } from "./errors.ts";
import { Daemon, runToEnd, sleep } from "./harness.ts";
import { pathOf } from "./installed.ts";

export const httpPort = 8_080;
export const tlsPort = 8_443;

export type CongestionControl = "bbr" | "cubic";

/** Ready when it answers. `folder` holds its files, `root` what it gives out. */
export async function startWebServer(
  lab: Netlab,
  host: string,
  { folder, root }: { readonly folder: string; readonly root: string },
): Promise<Daemon> {
  const own = path.join(folder, "nginx");
  await mkdir(own, { recursive: true });
  const { certificatePem, keyPem } = makeTlsIdentity(new Uint8Array(32).fill(9), "bench");
  await writeFile(path.join(own, "cert.pem"), certificatePem);
  await writeFile(path.join(own, "key.pem"), keyPem, { mode: 0o600 });
  const config = path.join(own, "nginx.conf");
  await writeFile(config, configText(own, root));
  const args = ["-p", own, "-c", config];
  const daemon = Daemon.start(pathOf("nginx") ?? "nginx", args, (...rest) =>
    lab.exec(host, ...rest),
  );
  // It has no ready line; a second is ten times what it takes.
  await sleep(1_000);
  if (daemon.running) return daemon;
  throw new BenchError("nginx", `nginx did not start: ${daemon.log}`);
}

const allowedFile = "/proc/sys/net/ipv4/tcp_allowed_congestion_control";

/**
 * Lets namespaces of this machine choose any congestion control that its kernel has, until disposed: by
 * default they may have only what the machine itself uses.
 */
export async function allowCongestionControls(): Promise<AsyncDisposable> {
  const before = (await readFile(allowedFile, "utf8")).trim();
  const all = await readFile("/proc/sys/net/ipv4/tcp_available_congestion_control", "utf8");
  await writeFile(allowedFile, all.trim());
  return { [Symbol.asyncDispose]: () => writeFile(allowedFile, before) };
}

/** For connections that are accepted from now on. Throws BenchError where the kernel has no such thing. */
export async function setCongestionControl(
  lab: Netlab,
  host: string,
  name: CongestionControl,
): Promise<void> {
  const namespace = `--net=${lab.namespacePathOf(host)}`;
  const file = "/proc/sys/net/ipv4/tcp_congestion_control";
  await runToEnd("nsenter", [namespace, "sh", "-c", `echo ${name} > ${file}`]);
}

/** Why this kernel cannot; undefined: it can. */
export async function whyNoCongestionControl(
  lab: Netlab,
  host: string,
  name: CongestionControl,
): Promise<string | undefined> {
  try {
    await setCongestionControl(lab, host, name);
    return undefined;
  } catch {
    return `this kernel has no TCP ${name}: modprobe tcp_${name}`;
  }
}

function configText(own: string, root: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${own}/${name};`)
    .join(" ");
  return `daemon off; master_process off; worker_processes 1; user root;
pid ${own}/nginx.pid; error_log ${own}/error.log;
events { worker_connections 256; }
http {
  ${temporary}
  access_log off; default_type audio/ogg; sendfile on; tcp_nodelay on;
  keepalive_timeout 1h; keepalive_requests 1000000;
  server {
    listen ${httpPort}; listen ${tlsPort} ssl;
    ssl_certificate ${own}/cert.pem; ssl_certificate_key ${own}/key.pem; ssl_protocols TLSv1.3;
    root ${root};
  }
}
`;
}
