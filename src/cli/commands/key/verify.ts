import { type Scheme, verifySignature } from "../../../crypto/keypair.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { UserError } from "../../../lib/user-error.ts";
import type { Values } from "../../option.ts";
import type { keyVerifyOptions } from "../../options/keys.ts";
import { networkOf, publicKeyFromHex, publicKeyFromUri } from "./address.ts";
import { readMessage, readUri } from "./read.ts";

/**
 * `key verify`: says whether a key signed a message.
 * @param signature hex, with or without 0x.
 * @param argument an address, or a public key in hex.
 * @throws UserError when it did not: the exit code is 1. Rust: `sc_cli verify.rs`.
 */
export function verifyMessage(
  values: Values<typeof keyVerifyOptions>,
  signature: string,
  argument: string | undefined,
): void {
  const { scheme } = values;
  const message = readMessage(values);
  const hex = signatureHex(scheme, signature);
  if (!verifySignature(scheme, hex, message, publicKeyOf(scheme, readUri(argument)))) {
    throw new UserError("Signature verification failed");
  }
  console.log("Signature verifies correctly.");
}

function signatureHex(scheme: Scheme, text: string): Hex {
  const digits = text.replace(/^0x/, "");
  const size = scheme === "ecdsa" ? 65 : 64;
  if (!/^[0-9a-fA-F]*$/.test(digits) || digits.length !== 2 * size) {
    throw new UserError(`Signature is an invalid format: one of ${scheme} has ${size} bytes in hex`);
  }
  return `0x${digits.toLowerCase()}`;
}

function publicKeyOf(scheme: Scheme, uri: string): Hex {
  if (/^(0x)?([0-9a-fA-F]{2})+$/.test(uri)) {
    const key = publicKeyFromHex(scheme, uri);
    if (key === undefined) throw new UserError(`Key is an invalid format: '${uri}' is not as long as one of ${scheme}`);
    return key;
  }
  const address = publicKeyFromUri(scheme, uri.replace(/^0x/, ""));
  // Addresses of networks that nobody registered are refused, as in the original.
  if (address === undefined || networkOf(undefined, address.format).name === String(address.format)) {
    throw new UserError(`'${uri}' is not a public key: an address of a known network, or hex, is expected`);
  }
  return address.publicKey;
}
