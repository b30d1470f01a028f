import { accountOf, type KeyPair, type Scheme } from "../../../crypto/keypair.ts";
import { utilCrypto } from "../../../crypto/util-crypto.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { addressOf, type Network } from "./address.ts";

type Output = "text" | "json";
/** A line of the text, and its name in JSON. */
type Part = readonly [jsonKey: string, label: string, value: string];

/** The lines that follow a heading; labels are padded as the original pads them. */
function textLines(parts: readonly Part[]): string[] {
  const width = parts.reduce((most, [, label]) => Math.max(most, label.length), 0) + 2;
  return parts.map(([, label, value]) => `${`${label}:`.padEnd(width)}${value}`);
}

function jsonText(parts: readonly Part[]): string {
  return JSON.stringify(Object.fromEntries(parts.map(([key, , value]) => [key, value])), null, 2);
}

/** Public key and account in hex and as addresses. */
function publicParts(scheme: Scheme, publicKey: Hex, format: number, account: Hex): Part[] {
  return [
    ["publicKey", "Public key (hex)", publicKey],
    ["accountId", "Account ID", accountOf(scheme, publicKey)],
    ["ss58PublicKey", "Public key (SS58)", addressOf(publicKey, format)],
    ["ss58Address", "SS58 Address", addressOf(account, format)],
  ];
}

/** A secret with its key. Rust: `sc_cli utils.rs print_from_uri`. */
export function secretText(secret: string, pair: KeyPair, network: Network, output: Output): string {
  const { scheme, publicKey, accountId, seed } = pair;
  const isPhrase = utilCrypto("mnemonic").mnemonicValidate(secret.trim().replaceAll(/\s+/g, " "));
  const parts: Part[] = [
    ["networkId", "Network ID", network.name],
    ["secretSeed", "Secret seed", seed ?? "n/a"],
    ...publicParts(scheme, publicKey, network.format, accountId),
  ];
  if (output === "json") return jsonText([[isPhrase ? "secretPhrase" : "secretKeyUri", "", secret], ...parts]);
  const heading = isPhrase ? `Secret phrase:       ${secret}` : `Secret Key URI \`${secret}\` is account:`;
  return [heading, ...textLines(parts).map((line) => `  ${line}`)].join("\n");
}

/**
 * A public key. The address is the key's own for ecdsa too, as in the original.
 * Rust: `sc_cli utils.rs print_from_uri` for an address, `print_from_public` for a key in hex.
 * @param uri the address that the key was read from; undefined for a key in hex.
 */
export function publicText(scheme: Scheme, publicKey: Hex, network: Network, output: Output, uri?: string): string {
  const parts: Part[] = [
    ["networkId", "Network ID/Version", network.name],
    ...publicParts(scheme, publicKey, network.format, publicKey),
  ];
  if (output === "json") return jsonText(uri === undefined ? parts : [["publicKeyUri", "", uri], ...parts]);
  const [first = "", ...others] = textLines(parts);
  const head = uri === undefined ? [first] : [`Public Key URI \`${uri}\` is account:`, `  ${first}`];
  return [...head, ...others.map((line) => `  ${line}`)].join("\n");
}
