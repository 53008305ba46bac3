/** RSA keys, which no stream of random bytes alone can be turned into: Node's own generator makes them. */
import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

/** A new private key of so many bits: PEM, PKCS#8. Half a minute on a small board. */
export async function makeRsaKey(bits: number): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}
