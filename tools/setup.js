/**
 * Set-up: everything that a fresh Debian or Raspberry Pi OS machine with Node
 * and npm lacks. Node packages from the lock file, system packages through apt
 * where that is allowed, the compiled program. Silent and quick when nothing is
 * missing. `--tests` brings what only tests use, too: without it those tests are
 * skipped by name. `--build` compiles what has changed and does nothing else.
 *
 * Plain JavaScript without dependencies: it runs before there are any.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** What is looked for, and the Debian packages that bring it (the first that apt knows). */
const systemParts = [
  { what: "libasound.so.2", packages: ["libasound2t64", "libasound2"], why: "sound cards" },
  { what: "libopus.so.0", packages: ["libopus0"], why: "fast Opus decoding" },
  { what: "libsqlite3.so.0", packages: ["libsqlite3-0"], why: "the origin's catalogue" },
  { what: "ffmpeg", packages: ["ffmpeg"], why: "reading music files" },
];

/** What tests talk to or build, beside what the product needs. */
const testParts = [
  { what: "gcc", packages: ["gcc"], why: "building a card that tests control" },
  { what: "/usr/include/stdio.h", packages: ["libc6-dev"], why: "building it" },
  { what: "/usr/include/alsa/asoundlib.h", packages: ["libasound2-dev"], why: "building it" },
  { what: "ip", packages: ["iproute2"], why: "networks of the tests' own" },
  { what: "avahi-daemon", packages: ["avahi-daemon"], why: "another make's discovery" },
  { what: "avahi-browse", packages: ["avahi-utils"], why: "another make's discovery" },
  { what: "dbus-daemon", packages: ["dbus-daemon", "dbus"], why: "avahi's bus" },
  {
    what: "/usr/lib/python3/dist-packages/zeroconf",
    packages: ["python3-zeroconf"],
    why: "a third make's discovery",
  },
  { what: "qemu-system-x86_64", packages: ["qemu-system-x86"], why: "a kernel with sound cards" },
  { what: "qemu-system-aarch64", packages: ["qemu-system-arm"], why: "a kernel with GPIO lines" },
  { what: "dtc", packages: ["device-tree-compiler"], why: "device-tree overlays" },
  { what: "busybox", packages: ["busybox-static"], why: "the system around that kernel" },
  { what: "chromium", packages: ["chromium"], why: "the web remote in a real browser" },
  { what: "zsh", packages: ["zsh"], why: "its completion" },
  { what: "fish", packages: ["fish"], why: "its completion" },
  {
    what: "/usr/lib/python3/dist-packages/pychromecast",
    packages: ["python3-pychromecast"],
    why: "a Cast sender of another make",
  },
  { what: "mkchromecast", packages: ["mkchromecast"], why: "a program on top of it" },
  { what: "cvlc", packages: ["vlc-bin"], why: "another one" },
  { what: "/usr/share/doc/vlc-plugin-base", packages: ["vlc-plugin-base"], why: "its Cast" },
  { what: "mmdebstrap", packages: ["mmdebstrap"], why: "a fresh Debian to install our package in" },
  { what: "lintian", packages: ["lintian"], why: "what Debian says of our package" },
  { what: "mke2fs", packages: ["e2fsprogs"], why: "the disk of a machine that boots it" },
  { what: "mksquashfs", packages: ["squashfs-tools"], why: "the root of an image" },
  { what: "sfdisk", packages: ["fdisk"], why: "an image's partitions" },
  { what: "mkfs.vfat", packages: ["dosfstools"], why: "its boot partition" },
  { what: "depmod", packages: ["kmod"], why: "its kernel's modules" },
  { what: "/usr/lib/u-boot/qemu_arm64", packages: ["u-boot-qemu"], why: "a device's boot loader" },
  { what: "mkimage", packages: ["u-boot-tools"], why: "its script" },
  { what: "man", packages: ["man-db"], why: "our manual" },
  { what: "mpc", packages: ["mpc"], why: "a client of MPD" },
  { what: "ncmpc", packages: ["ncmpc"], why: "another one" },
  { what: "ncmpcpp", packages: ["ncmpcpp"], why: "another one" },
  { what: "mpDris2", packages: ["mpdris2"], why: "another one" },
  {
    what: "/usr/lib/python3/dist-packages/mpd",
    packages: ["python3-mpd"],
    why: "another one",
  },
  { what: "tmux", packages: ["tmux"], why: "terminals for them" },
  { what: "tshark", packages: ["tshark"], why: "what the dissector is for" },
  { what: "mcopy", packages: ["mtools"], why: "files on a card's boot partition" },
  { what: "zstd", packages: ["zstd"], why: "packed images" },
  { what: "xz", packages: ["xz-utils"], why: "packed images" },
];

const forTests = process.argv.includes("--tests");
if (!process.argv.includes("--build")) {
  checkNode();
  installNodePackages();
  installSystemPackages(forTests ? [...systemParts, ...testParts] : systemParts);
}
build();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old; install Node 20.19 or newer`);
  }
}

function installNodePackages() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  const wanted = createHash("sha256")
    .update(lock)
    .update(process.platform + process.arch)
    .digest("hex");
  const marker = path.join(root, "node_modules/.nightjar-setup");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
  say("installing node packages");
  // No dependency needs its install script, so none is run.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(marker, wanted);
}

function installSystemPackages(parts) {
  const missing = parts.filter(({ what }) => !isThere(what));
  if (missing.length === 0) return;
  const apt = aptCommand();
  const names = missing.map(({ packages }) => packages.at(-1)).join(" ");
  const reasons = missing.map(({ what, why }) => `${what} (${why})`).join(", ");
  if (apt === undefined) {
    say(`missing: ${reasons}; install with: sudo apt-get install ${names}`);
    return;
  }
  say(`installing ${reasons}`);
  const install = () =>
    spawnSync(
      apt[0],
      [...apt.slice(1), "install", "-y", "-q", "--no-install-recommends", ...missing.map(aptName)],
      quiet(),
    );
  let result = install();
  if (result.status !== 0) {
    spawnSync(apt[0], [...apt.slice(1), "update", "-q"], quiet());
    result = install();
  }
  if (result.status !== 0) {
    say(
      `could not install ${names}: ${lastLine(result.stderr)}; install by hand: sudo apt-get install ${names}`,
    );
  }
}

function aptName({ packages }) {
  const known = packages.find((name) =>
    /Candidate: (?!\(none\))/.test(
      spawnSync("apt-cache", ["policy", name], { encoding: "utf8" }).stdout ?? "",
    ),
  );
  return known ?? packages.at(-1);
}

/** How apt may be used here: as root, through sudo without a password, or not at all. */
function aptCommand() {
  if (spawnSync("apt-get", ["--version"]).error !== undefined) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  return spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n", "apt-get"] : undefined;
}

function isThere(what) {
  if (what.startsWith("/")) return existsSync(what);
  if (!what.includes(".so")) {
    return [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].some((folder) =>
      existsSync(path.join(folder, what)),
    );
  }
  const known = spawnSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" }).stdout ?? "";
  return known.includes(`${what} `) || known.includes(`${what}\n`);
}

function build() {
  const marker = path.join(root, "dist/.built");
  if (isBuilt(marker, stateOfSources())) return;
  const unlock = lock(path.join(root, "node_modules/.nightjar-building"));
  try {
    const wanted = stateOfSources();
    // Another may have done it meanwhile.
    if (!isBuilt(marker, wanted)) compile(marker, wanted);
  } finally {
    unlock();
  }
}

function isBuilt(marker, wanted) {
  return existsSync(marker) && readFileSync(marker, "utf8") === wanted;
}

function stateOfSources() {
  const sources = ["src", "tools", "tsconfig.json", "tsconfig.build.json", "package-lock.json"];
  const state = createHash("sha256");
  for (const source of sources) stamp(path.join(root, source), state);
  return state.digest("hex");
}

/** Two builds at once would write over each other. */
function lock(file) {
  const unlock = () => rmSync(file, { force: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      // A build that fails ends the process.
      process.on("exit", unlock);
      return unlock;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (isLeft(file)) unlock();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

/** Whoever held the lock was killed. */
function isLeft(file) {
  try {
    process.kill(Number(readFileSync(file, "utf8")) || 0, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function compile(marker, wanted) {
  say("building");
  run(process.execPath, [
    path.join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    "tsconfig.build.json",
  ]);
  run(process.execPath, [path.join(root, "tools/copy-generated.js")]);
  run(process.execPath, [path.join(root, "dist/tools/program/main.js")]);
  run(process.execPath, [path.join(root, "tools/web/main.js")]);
  mkdirSync(path.dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
}

function stamp(target, state) {
  const { mtimeMs, size } = statSync(target);
  if (statSync(target).isDirectory()) {
    for (const name of readdirSync(target).sort()) stamp(path.join(target, name), state);
  } else state.update(`${path.relative(root, target)} ${size} ${mtimeMs}\n`);
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  fail(
    `set-up stopped at "${path.basename(command)} ${path.basename(args[0])}"; mend what it says above and run it again`,
  );
}

function quiet() {
  return {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
}

function lastLine(text) {
  return (text ?? "").trim().split("\n").at(-1) ?? "";
}

function say(message) {
  process.stderr.write(`nightjar set-up: ${message}\n`);
}

function fail(message) {
  process.stderr.write(`nightjar: ${message}\n`);
  process.exit(1);
}
