/**
 * Runs inside the machine of setup-network.long.test.ts: a device whose card brought a set-up network along, the
 * household's Wi-Fi, and a phone, by three emulated radios. The last two are in network name spaces of their own.
 * Says what it found in JSON lines; the test outside judges.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { journalOf, run, say, show, sleepMs, statusOf, until, uptimeS } from "./guest.ts";
import { cardFile, home, own, ownName } from "./setup-network-house.ts";

const unit = "nightjar-setup-network.service";
const radioUnit = "nightjar-setup-radio.service";
const guestUnit = "wpa_supplicant@wlan0.service";
const busybox = "/usr/bin/busybox";
const settingsPlace = "wpa_supplicant/wpa_supplicant-wlan0.conf";
const boot = "/boot/firmware";
const leaseFile = "/run/phone.lease";
const address = "10.78.74.1";
/** A start waits half a minute for a cable, a try has a minute, and each change of the radio's part takes its time. */
const openS = 300;

type Space = "home" | "phone";
const inside = (space: Space, ...command: string[]): string =>
  run("ip", "netns", "exec", space, ...command);

const heard = (words: RegExp): boolean => words.test(journalOf(unit));

function untilHeard(words: RegExp): number {
  const at = until(() => (heard(words) ? uptimeS() : undefined), openS);
  if (at === undefined) throw new Error(`never heard ${words}:\n${journalOf(unit)}`);
  return at;
}

/** Gives a radio to a name space of its own. */
function moveRadio(name: string, space: Space): void {
  const phy = readFileSync(`/sys/class/net/${name}/phy80211/name`, "utf8").trim();
  run("ip", "netns", "add", space);
  run("iw", "phy", phy, "set", "netns", "name", space);
  inside(space, "ip", "link", "set", "lo", "up");
}

function supplicant(space: Space, device: string, lines: readonly string[]): void {
  const file = `/run/${space}.conf`;
  const controlled = `ctrl_interface=DIR=/run/${space}-wpa`;
  writeFileSync(file, [controlled, "network={", ...lines, "}", ""].join("\n"), { mode: 0o600 });
  inside(space, "wpa_supplicant", "-B", "-Dnl80211", `-i${device}`, `-c${file}`);
}

/** The household's router: WPA2 on channel 1, and DHCP. */
function openHome(): void {
  supplicant("home", "wlan2", [
    ...["mode=2", "frequency=2412", `ssid="${home.ssid}"`, `psk="${home.passphrase}"`],
    ...["key_mgmt=WPA-PSK", "proto=RSN", "pairwise=CCMP", "group=CCMP"],
  ]);
  inside("home", "ip", "address", "add", "192.168.77.1/24", "dev", "wlan2");
  const settings = "start 192.168.77.100\nend 192.168.77.120\ninterface wlan2\n";
  writeFileSync("/run/udhcpd.conf", `${settings}lease_file /run/udhcpd.leases\n`);
  writeFileSync("/run/udhcpd.leases", "");
  inside("home", busybox, "udhcpd", "-S", "/run/udhcpd.conf");
}

/** Says what DHCP gave, and goes by it. */
const leaseScript = `#!/bin/sh
[ "$1" = bound ] || exit 0
${busybox} ip address flush dev "$interface"
${busybox} ip address add "$ip/\${mask:-24}" dev "$interface"
echo "{\\"address\\":\\"$ip\\",\\"router\\":\\"$router\\",\\"names\\":\\"$dns\\"}" >${leaseFile}
`;

/** Into the set-up network, as a phone that knows its passphrase. */
function joinAsPhone(): unknown {
  writeFileSync("/run/lease.sh", leaseScript, { mode: 0o755 });
  const joined = until(() => {
    const said = inside("phone", "wpa_cli", "-p", "/run/phone-wpa", "-i", "wlan1", "status");
    return /wpa_state=COMPLETED/.test(said) && said.includes(own.ssid) ? true : undefined;
  });
  if (joined === undefined) throw new Error("the phone did not get in");
  inside("phone", busybox, "udhcpc", "-q", "-n", "-t", "10", "-i", "wlan1", "-s", "/run/lease.sh");
  return JSON.parse(readFileSync(leaseFile, "utf8"));
}

const fetchPage = (...more: string[]): string =>
  inside("phone", busybox, "wget", "-q", "-O", "-", ...more);

function send(page: string, fields: Readonly<Record<string, string>>): string {
  const token = /name="token" value="(\w+)"/.exec(page)?.[1] ?? "";
  const form = new URLSearchParams({ token, ...fields }).toString();
  return fetchPage("--post-data", form, `http://${address}/join`);
}

const isUp = (name: string): boolean => show(name, "ActiveState") === "active";
const titleOf = (page: string): string | undefined => /<h1>([^<]*)</.exec(page)?.[1];

/** The settings on the boot partition, by the unit that a start runs. */
function takeOverCard(): void {
  mkdirSync(boot, { recursive: true });
  // A card that can be written to, mounted so that it cannot.
  run("mount", "-o", "loop", cardFile, boot);
  run("mount", "-o", "remount,ro", boot);
  run("systemctl", "start", "nightjar-provision.service");
  const key = "ssh/keys/ssh_host_ed25519_key";
  say("card", {
    result: show("nightjar-provision.service", "Result"),
    there: existsSync(`${boot}/nightjar-setup.json`),
    mounted: readFileSync("/proc/mounts", "utf8").match(/ \/boot\/firmware vfat (r[ow]),/)?.[1],
    modes: ["/etc", "/data/etc"].map((folder) => modeOf(`${folder}/${key}`)),
    public: run("ssh-keygen", "-l", "-f", `/data/etc/${key}`),
    host: run(busybox, "hostname"),
  });
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

function firstOpening(): string {
  moveRadio("wlan1", "phone");
  moveRadio("wlan2", "home");
  openHome();
  const openAtS = untilHeard(/ is open; networks heard/);
  const radio = Number(show(radioUnit, "MainPID"));
  say("open", {
    openAtS,
    journal: journalOf(unit),
    uid: statusOf(radio, "Uid"),
    capabilities: statusOf(radio, "CapEff"),
    seccomp: statusOf(radio, "Seccomp"),
  });
  supplicant("phone", "wlan1", [
    ...[`ssid="${own.ssid}"`, `psk="${own.passphrase}"`],
    ...["key_mgmt=WPA-PSK", "proto=RSN", "scan_freq=2437"],
  ]);
  const lease = joinAsPhone();
  const named = inside("phone", busybox, "nslookup", "captive.apple.com", address);
  const page = fetchPage(`http://${address}/`);
  const networks = [...page.matchAll(/name="ssid" value="([^"]+)"/g)].map(([, ssid]) => ssid);
  say("phone", { lease, named, title: titleOf(page), networks });
  return page;
}

function wrongPassphrase(page: string): string {
  const answer = send(page, { ssid: home.ssid, passphrase: "not the passphrase" });
  const openAgainS = untilHeard(/ is open after a try that failed/);
  joinAsPhone();
  const again = fetchPage(`http://${address}/`);
  const alert = /role="alert">([^<]*)</.exec(again)?.[1];
  const kept = ["/etc", "/data/etc"].filter((folder) => existsSync(`${folder}/${settingsPlace}`));
  const journal = journalOf(unit) + journalOf(radioUnit);
  say("refused", { answer: titleOf(answer), openAgainS, alert, kept, journal });
  return again;
}

function speakerName(): string | undefined {
  try {
    const ctl = ["nightjar", "ctl", "--data", "/var/lib/nightjar/speaker", "status", "--json"];
    return (JSON.parse(run(...ctl)) as { speaker: { name: string } }).speaker.name; // CONTRACT
  } catch {
    return undefined; // It starts anew.
  }
}

function rightPassphrase(page: string): void {
  const { ssid, passphrase } = home;
  send(page, { ssid, passphrase, country: "DE", name: ownName });
  const keptAtS = untilHeard(/its settings are kept/);
  until(() => (isUp(guestUnit) && !isUp(radioUnit) ? true : undefined));
  const addressed = until(() => {
    const shown = run("ip", "-4", "-o", "address", "show", "dev", "wlan0");
    return /inet (192\.168\.77\.\d+)/.exec(shown)?.[1];
  });
  const files = ["/etc", "/data/etc"].map((folder) => {
    const file = `${folder}/${settingsPlace}`;
    return { mode: modeOf(file), text: readFileSync(file, "utf8") };
  });
  const name = until(() => (speakerName() === ownName ? ownName : undefined), openS);
  const left = existsSync("/run/nightjar-setup") || existsSync("/run/nightjar-setup-radio");
  const ended = { guest: isUp(guestUnit), radio: isUp(radioUnit), unit: show(unit, "ActiveState") };
  say("kept", { keptAtS, addressed, files, name, host: run(busybox, "hostname"), left, ...ended });
}

/** Once more, as a device that nobody set up; then a cable. */
function cable(): void {
  run("systemctl", "stop", guestUnit);
  run("rm", `/etc/${settingsPlace}`);
  run("ip", "address", "flush", "dev", "wlan0");
  run("journalctl", "--rotate");
  run("journalctl", "--vacuum-time=1s");
  run("systemctl", "start", unit);
  untilHeard(/ is open; networks heard/);
  const before = isUp(radioUnit);
  run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "far0");
  for (const end of ["eth0", "far0"]) run("ip", "link", "set", end, "up");
  untilHeard(/no set-up network any more: a cable is in/);
  until(() => (show(unit, "ActiveState") === "inactive" ? true : undefined));
  say("cable", { before, after: isUp(radioUnit), result: show(unit, "Result") });
}

try {
  mkdirSync("/data/etc", { recursive: true });
  // As a partition of its own: what is kept is on it.
  run("mount", "--bind", "/data", "/data");
  takeOverCard();
  run("modprobe", "mac80211_hwsim", "radios=3");
  until(() => (existsSync("/sys/class/net/wlan2") ? true : undefined));
  sleepMs(2_000);
  const page = firstOpening();
  rightPassphrase(wrongPassphrase(page));
  cable();
} catch (error) {
  say("broken", { why: error instanceof Error ? error.stack : String(error) });
} finally {
  const units = [
    "nightjar-provision.service",
    unit,
    radioUnit,
    "nightjar-setup-keep.service",
    guestUnit,
  ];
  say("journal", { texts: units.map((name) => journalOf(name)) });
  run("systemctl", "poweroff", "--force");
}
