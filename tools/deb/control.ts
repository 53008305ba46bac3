/** The texts that dpkg reads of a package: control, copyright, changelog (Debian Policy §5, §12). Pure. */
import type { Architecture } from "./architectures.ts";
import type { NeededPackage } from "./closure.ts";

export const maintainer = "Nightjar maintainers <maintainers@nightjar.invalid>";

/** Debian 13 has the libraries under new names, which also bring the old ones. */
const libraries = [
  "libc6 (>= 2.28)",
  "libasound2 (>= 1.2.4) | libasound2t64",
  "libopus0 (>= 1.3)",
  "libsqlite3-0 (>= 3.34)",
  "libssl3 | libssl3t64",
];
/** Credentials from /etc/credstore need 252. */
const system = ["init-system-helpers (>= 1.60)", "systemd (>= 252)"];

export interface Release {
  readonly version: string;
  readonly epochS: number;
}

export function control(
  { version }: Release,
  { name, node }: Architecture,
  installedKib: number,
): string {
  const runtime = node === undefined ? ["nodejs (>= 20.19)"] : ["libgcc-s1", "libstdc++6 (>= 9)"];
  return fields({
    Package: "nightjar",
    Version: version,
    Architecture: name,
    Maintainer: maintainer,
    "Installed-Size": String(installedKib),
    Depends: [...libraries, ...runtime, ...system].join(", "),
    Recommends: "ffmpeg",
    Section: "sound",
    Priority: "optional",
    Description: `smart speaker that plays at once and keeps playing
 Plays the music of an origin, from its own storage, from other speakers of
 the household and over the network, and goes on when that is gone. Controlled
 from a browser, from the command line and over a protocol of its own.
 .
 The package runs a speaker as a service. An origin, which serves a folder
 of music to the speakers of a household, is in it too and is off until it
 is wanted.`,
  });
}

export function applianceControl({ version }: Release, installedKib: number): string {
  return fields({
    Package: "nightjar-appliance",
    Version: version,
    Architecture: "all",
    Maintainer: maintainer,
    "Installed-Size": String(installedKib),
    Depends: "nightjar, systemd (>= 252)",
    Recommends: "iw, systemd-timesyncd",
    Section: "sound",
    Priority: "optional",
    Description: `settings of a machine that is a speaker and nothing else
 Hardware watchdog, journal in memory, time without a battery-backed clock,
 no power saving on Wi-Fi. They hold for the whole system, from its next
 start on.`,
  });
}

/** One entry: what changed is in the project's own CHANGELOG. */
export function changelog(name: string, { version, epochS }: Release): string {
  const date = new Date(epochS * 1_000).toUTCString().replace("GMT", "+0000");
  return `${name} (${version}) unstable; urgency=medium

  * Built from the project's sources; its CHANGELOG says what is new.

 -- ${maintainer}  ${date}
`;
}

/** DEP-5. Each npm package has its own licence beside it, Node too. */
export function copyright(packages: readonly NeededPackage[], withNode: boolean): string {
  const parts = packages.map(
    ({ path, license }) =>
      `Files: usr/lib/nightjar/${path}/*\nCopyright: 2010-2026 its authors\nLicense: ${license}\nComment: see the licence file in that folder, or its package.json\n`,
  );
  const node = `Files: usr/lib/nightjar/node/*
Copyright: 2009-2026 Node.js contributors
License: node
Comment: see /usr/lib/nightjar/node/LICENSE
`;
  const names = [...new Set(packages.map(({ license }) => license))].filter(
    (name) => name !== "MIT",
  );
  const standAlone = names
    .sort()
    .map((name) => `License: ${name}\n see the licence file in the folder\n`);
  return [
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Nightjar\n",
    "Files: *\nCopyright: 2026 Nightjar contributors\nLicense: MIT\n",
    ...parts,
    ...(withNode ? [node, "License: node\n see /usr/lib/nightjar/node/LICENSE\n"] : []),
    ...standAlone,
    mit,
  ].join("\n");
}

function fields(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

const mit = `License: MIT
 Permission is hereby granted, free of charge, to any person obtaining a copy
 of this software and associated documentation files (the "Software"), to deal
 in the Software without restriction, including without limitation the rights
 to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 copies of the Software, and to permit persons to whom the Software is
 furnished to do so, subject to the following conditions:
 .
 The above copyright notice and this permission notice shall be included in
 all copies or substantial portions of the Software.
 .
 THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 SOFTWARE.
`;
