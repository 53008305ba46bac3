/**
 * What an image is made of, as SPDX 2.3 JSON: Debian's packages, Node, and the npm packages of the program.
 * Pure: the same parts make the same document.
 */
import { createHash } from "node:crypto";
import type { NpmPackage } from "../deb/registry.ts";

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Of its source package, where that is another name or version. */
  readonly source: string | undefined;
}

export interface Contents {
  /** Of the image. */
  readonly name: string;
  readonly version: string;
  readonly epochS: number;
  readonly suite: string;
  readonly debian: readonly DebianPackage[];
  readonly npm: readonly (NpmPackage & { readonly license: string })[];
}

/** Of dpkg's status file or of control files: stanzas with an empty line between them. Only what is installed. */
export function parseDebianPackages(text: string): readonly DebianPackage[] {
  return text.split(/\n\n+/).flatMap((stanza) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1]?.trim();
    const [name, version] = [field("Package"), field("Version")];
    const status = field("Status");
    if (name === undefined || version === undefined) return [];
    if (status !== undefined && !status.endsWith(" installed")) return [];
    return [
      { name, version, architecture: field("Architecture") ?? "all", source: field("Source") },
    ];
  });
}

export function sbomOf(contents: Contents): string {
  const { name, version, epochS } = contents;
  const image = { id: "SPDXRef-image", name, versionInfo: version };
  const packages = [
    packageOf({ ...image, license: "NOASSERTION", refs: [], sums: [] }),
    ...byName(contents.debian).map((one) => debianPackage(one, contents.suite)),
    ...byName(contents.npm).map(npmPackage),
  ];
  const hash = createHash("sha256").update(JSON.stringify(packages)).digest("hex").slice(0, 32);
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${name} ${version}`,
    documentNamespace: `https://nightjar.invalid/spdx/${name}/${hash}`,
    creationInfo: {
      created: `${new Date(epochS * 1_000).toISOString().slice(0, 19)}Z`,
      creators: ["Tool: nightjar-image"],
    },
    packages,
    relationships: [
      relation("SPDXRef-DOCUMENT", "DESCRIBES", image.id),
      ...packages.slice(1).map(({ SPDXID }) => relation(image.id, "CONTAINS", SPDXID)),
    ],
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly versionInfo: string;
  readonly license: string;
  readonly refs: readonly string[];
  readonly sums: readonly { readonly algorithm: string; readonly checksumValue: string }[];
}

function packageOf({ id, name, versionInfo, license, refs, sums }: Part) {
  return {
    SPDXID: id,
    name,
    versionInfo,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    licenseConcluded: "NOASSERTION",
    licenseDeclared: license,
    ...(sums.length === 0 ? {} : { checksums: sums }),
    ...(refs.length === 0
      ? {}
      : {
          externalRefs: refs.map((referenceLocator) => ({
            referenceCategory: "PACKAGE-MANAGER",
            referenceType: "purl",
            referenceLocator,
          })),
        }),
  };
}

function debianPackage({ name, version, architecture, source }: DebianPackage, suite: string) {
  const own = name === "nightjar" || name === "nightjar-appliance";
  const upstream = source === undefined ? "" : `&upstream=${encodeURIComponent(source)}`;
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=${suite}${upstream}`;
  return packageOf({
    id: idOf("deb", name, version),
    name,
    versionInfo: version,
    // Debian says it in each package's copyright file, which the image has.
    license: own ? "MIT" : "NOASSERTION",
    refs: own ? [] : [purl],
    sums: [],
  });
}

function npmPackage({
  name,
  version,
  license,
  integrity,
}: NpmPackage & { readonly license: string }) {
  const checksumValue = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  return packageOf({
    id: idOf("npm", name, version),
    name,
    versionInfo: version,
    license,
    refs: [`pkg:npm/${name.replace("@", "%40")}@${version}`],
    sums: [{ algorithm: "SHA512", checksumValue }],
  });
}

function relation(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

/** Letters, digits, dots and dashes alone are allowed. */
function idOf(...parts: readonly string[]): string {
  return `SPDXRef-${parts.join("-").replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
}

/** By name, then by version; each once. */
function byName<P extends { readonly name: string; readonly version: string }>(
  all: readonly P[],
): readonly P[] {
  const unique = new Map(all.map((one) => [`${one.name} ${one.version}`, one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
