import { type KeyPair, keyPairFromSuri, type Scheme } from "../../../crypto/keypair.ts";
import { devPhrase, parseSuri } from "../../../crypto/suri.ts";
import { messageOf, UserError } from "../../../lib/user-error.ts";
import type { Values } from "../../option.ts";
import type { keyInspectOptions } from "../../options/commands.ts";
import { networkOf, publicKeyFromHex, publicKeyFromUri } from "./address.ts";
import { readPair, readPassword, readUri } from "./read.ts";
import { publicText, secretText } from "./show.ts";

/** `key inspect`: describes a secret, an address or a public key. Rust: `sc_cli inspect_key.rs`. */
export function inspectKey(values: Values<typeof keyInspectOptions>, argument: string | undefined): void {
  const uri = readUri(argument);
  console.log(values.public ? describeHex(values, uri) : describeUri(values, uri, readPassword(values)));
}

type InspectValues = Values<typeof keyInspectOptions>;

function describeHex({ scheme, network, outputType }: InspectValues, text: string): string {
  const key = publicKeyFromHex(scheme, text);
  if (key === undefined) throw new UserError(`'${text}' is not a public ${scheme} key in hex`);
  return publicText(scheme, key, networkOf(network), outputType);
}

function describeUri(values: InspectValues, uri: string, password: string | undefined): string {
  const { scheme, network, outputType, expectPublic } = values;
  if (expectPublic !== undefined) ensureExpected(scheme, uri, expectPublic, password);
  const address = publicKeyFromUri(scheme, uri);
  if (address !== undefined) {
    return publicText(scheme, address.publicKey, networkOf(network, address.format), outputType, uri);
  }
  return secretText(uri, secretOf(scheme, uri, password), networkOf(network), outputType);
}

function secretOf(scheme: Scheme, uri: string, password: string | undefined): KeyPair {
  try {
    return keyPairFromSuri(scheme, uri, password);
  } catch (error) {
    throw new UserError(`the argument is neither an address of ${scheme} nor a secret: ${messageOf(error)}`);
  }
}

/** The key above all junctions must be the expected one. Rust: `sc_cli inspect_key.rs expect_public_from_phrase`. */
function ensureExpected(scheme: Scheme, uri: string, expected: string, password: string | undefined): void {
  const isHex = expected.startsWith("0x");
  const key = isHex ? publicKeyFromHex(scheme, expected) : publicKeyFromUri(scheme, expected)?.publicKey;
  if (key === undefined) throw new UserError(`--expect-public ${expected} is no ${scheme} key in hex and no address`);
  const { phrase = devPhrase, password: own } = parseSuri(uri) ?? { phrase: uri, password: undefined };
  if (readPair(scheme, phrase, password ?? own).publicKey !== key) {
    throw new UserError(`Expected public (${expected}) key does not match.`);
  }
}
