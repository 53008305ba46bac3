/** What the device, the household and the phone of setup-network.long.test.ts are told. */

export const own = { ssid: "Nightjar-7F3A", passphrase: "abcdefghkmnp" };
export const home = { ssid: "Home & Hearth", passphrase: "correct horse battery" };
/** A boot partition, as a file in the machine. */
export const cardFile = "/root/boot.fat";
export const cardName = "Attic";
export const ownName = "Bath";
