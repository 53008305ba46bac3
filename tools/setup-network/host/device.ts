/**
 * The machine beneath the set-up network: the radio by a wpa_supplicant of its own, addresses by systemd-networkd
 * (25-nightjar-setup.network takes a radio that is an access point), settings by nightjar-setup-keep.service.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { networkInterfaces } from "node:os";
import path from "node:path";
import {
  formatProvisioning,
  type Provisioning,
  provisioningFile,
  type SetupNetwork,
} from "../../../src/household/provisioning.ts";
import { type Clock, sleep } from "../../../src/ports/clock.ts";
import type { Sight } from "../course.ts";
import { SetupNetworkError } from "../errors.ts";
import { addressUs, lookUs, scanTries } from "../limits.ts";
import { type Network, networksOf } from "../networks.ts";
import {
  controlFolder,
  isOpen,
  isScanning,
  joiningOf,
  joiningText,
  openingText,
} from "../radio.ts";
import { run } from "./programs.ts";

/** As 25-nightjar-setup.network gives it: one of RFC 1918 that few homes have. */
export const ownAddress = "10.78.74.1";
const radio = "wlan0";
const ownUnit = "nightjar-setup-radio.service";
const guestUnit = `wpa_supplicant@${radio}.service`;
const keepUnit = "nightjar-setup-keep.service";
/** The service's RuntimeDirectory; its group reaches the sockets in it and reads no file. */
const folder = "/run/nightjar-setup";

export class Device {
  readonly #clock: Clock;
  #joins = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a Wi-Fi is set. */
  get settled(): boolean {
    return existsSync(`/etc/wpa_supplicant/wpa_supplicant-${radio}.conf`);
  }

  async look(): Promise<Sight> {
    const joining = this.#joins
      ? joiningOf(await cli("status"), await cli("list_networks"))
      : "unseen";
    return { wired: isWired(), addressed: isAddressed(), joining };
  }

  /** Looks who is there, then opens. Resolves when our address can be listened at. */
  async open(
    own: SetupNetwork,
    country: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly Network[]> {
    await this.#start(openingText(own, country));
    const networks = await this.#scan(signal);
    await cli("select_network", "0");
    await this.#until(async () => isOpen(await cli("status")) && hasOwnAddress(), signal);
    return networks;
  }

  async join(settings: Provisioning): Promise<void> {
    await this.#start(joiningText(settings));
    this.#joins = true;
  }

  /** To where they last. Throws SetupNetworkError. */
  async keep(settings: Provisioning): Promise<void> {
    write(provisioningFile, formatProvisioning(settings));
    await run("systemctl", ["start", keepUnit]);
  }

  /** The radio is as it would be without us. */
  async leave(): Promise<void> {
    this.#joins = false;
    await run("systemctl", ["stop", ownUnit]);
    // Where no Wi-Fi is set, its condition leaves it stopped.
    await run("systemctl", ["start", guestUnit]);
  }

  /** Name and invite are taken at a start. */
  async restartSpeaker(): Promise<void> {
    await run("systemctl", ["restart", "--no-block", "nightjar-speaker.service"]);
  }

  async #start(text: string): Promise<void> {
    this.#joins = false;
    write("radio.conf", text);
    await run("systemctl", ["restart", ownUnit]);
  }

  /** A radio that cannot look is no reason not to open: names can be typed. */
  async #scan(signal: AbortSignal): Promise<readonly Network[]> {
    for (let tries = 0; tries < scanTries; tries++) {
      if (tries === 0 || !isScanning(await cli("status"))) await cli("scan");
      await sleep(this.#clock, 2 * lookUs, signal);
      const networks = networksOf(await cli("scan_results"));
      if (networks.length > 0 && !isScanning(await cli("status"))) return networks;
    }
    return [];
  }

  async #until(is: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const endUs = this.#clock.nowUs() + addressUs;
    while (!(await is())) {
      if (this.#clock.nowUs() > endUs) {
        throw new SetupNetworkError("no-access-point", "the radio does not open a network", {
          remedy: "set the Wi-Fi by the card, or take a cable",
        });
      }
      await sleep(this.#clock, lookUs, signal);
    }
  }
}

/** The old one or the new one; no longer than until the next start. */
function write(name: string, content: string | Uint8Array): void {
  mkdirSync(folder, { recursive: true, mode: 0o710 });
  const file = path.join(folder, name);
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Answers come to a socket of ours, which must lie where wpa_supplicant sees it. While it starts it says nothing. */
async function cli(...words: string[]): Promise<string> {
  try {
    return await run("wpa_cli", ["-p", controlFolder, "-s", folder, "-i", radio, ...words]);
  } catch (error) {
    if (error instanceof SetupNetworkError) return "";
    throw error;
  }
}

function isWired(): boolean {
  const names = readdirSync("/sys/class/net").filter((name) => /^(en|eth)/.test(name));
  return names.some((name) => {
    try {
      return readFileSync(`/sys/class/net/${name}/carrier`, "utf8").trim() === "1";
    } catch {
      // One that is down has no carrier to be read, one that was pulled out is gone.
      return false;
    }
  });
}

function addresses(): readonly string[] {
  return (networkInterfaces()[radio] ?? []).map(({ address }) => address);
}

function isAddressed(): boolean {
  return addresses().some(
    (address) => address !== ownAddress && !/^(169\.254\.|fe80:|10\.78\.74\.)/i.test(address),
  );
}

function hasOwnAddress(): boolean {
  return addresses().includes(ownAddress);
}
