/** What the device, the household and the phone of setup-network.long.test.ts are told. */

export const own = { ssid: "Nightjar-7F3A", passphrase: "abcdefghkmnp" };
export const home = { ssid: "Home & Hearth", passphrase: "correct horse battery" };
export const ownName = "Bath";
