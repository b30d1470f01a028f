import { existsSync, readFileSync, statSync } from "node:fs";
import { accountOf, type KeyPair, keyPairFromSuri, type Scheme } from "../../crypto/keypair.ts";
import { schemeOfKeyType } from "../../crypto/keystore.ts";
import { newPhrase, phraseLengths } from "../../crypto/mnemonic.ts";
import { ss58Encode, ss58Format, ss58Parse } from "../../crypto/ss58.ts";
import { type Hex, isHex } from "../../lib/bytes.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { loadChainSpec } from "../../node/chain-specs.ts";
import { openKeystore } from "../../node/keystore.ts";
import { dataPaths, defaultBasePath } from "../../node/paths.ts";
import { type Environment, keystorePassword } from "../config.ts";
import type { Values } from "../option.ts";
import type { keyGenerateOptions, keyInsertOptions, keyInspectOptions } from "../options/commands.ts";
import { askSecret } from "../terminal.ts";

const formats: Readonly<Record<string, number>> = { substrate: 42, bittensor: 13116, polkadot: 0, kusama: 2 };

/** The name and number of an SS58 format. */
function networkOf(wanted: string | undefined, standard: number = ss58Format): { name: string; format: number } {
  const named = wanted === undefined ? standard : (formats[wanted.toLowerCase()] ?? Number(wanted));
  if (!Number.isInteger(named) || named < 0 || named > 16383) {
    throw new UserError(`--network ${wanted} is not ${Object.keys(formats).join(", ")} or a number up to 16383`, 2);
  }
  const name = Object.keys(formats).find((key) => formats[key] === named) ?? String(named);
  return { name, format: named };
}

interface Shown {
  heading: string;
  json: Record<string, string>;
  lines: [string, string][];
}

/** The lines that follow the heading; labels are padded as the original pads them. */
function show({ heading, json, lines }: Shown, output: "text" | "json"): void {
  if (output === "json") {
    console.log(JSON.stringify(json, null, 2));
    return;
  }
  const width = lines.reduce((most, [label]) => Math.max(most, label.length), 0) + 2;
  console.log([heading, ...lines.map(([label, value]) => `  ${`${label}:`.padEnd(width)}${value}`)].join("\n"));
}

/** What is public about a key, for both outputs. */
function publicParts(
  scheme: Scheme,
  publicKey: Hex,
  format: number,
): [jsonKey: string, label: string, value: string][] {
  const account = accountOf(scheme, publicKey);
  return [
    ["publicKey", "Public key (hex)", publicKey],
    ["accountId", "Account ID", account],
    ["ss58PublicKey", "Public key (SS58)", ss58Encode(publicKey, format)],
    ["ss58Address", "SS58 Address", ss58Encode(account, format)],
  ];
}

function describe(parts: [string, string, string][]): Pick<Shown, "json" | "lines"> {
  return {
    json: Object.fromEntries(parts.map(([key, , value]) => [key, value])),
    lines: parts.map(([, label, value]) => [label, value]),
  };
}

function describeSecret(secret: string, pair: KeyPair, network: string | undefined): Shown {
  const { name, format } = networkOf(network);
  const isPhrase = /^[a-z]+( [a-z]+)+$/.test(secret);
  const { json, lines } = describe([
    ["networkId", "Network ID", name],
    ["secretSeed", "Secret seed", pair.seed ?? "n/a"],
    ...publicParts(pair.scheme, pair.publicKey, format),
  ]);
  return {
    heading: isPhrase ? `Secret phrase:       ${secret}` : `Secret Key URI \`${secret}\` is account:`,
    json: { [isPhrase ? "secretPhrase" : "secretKeyUri"]: secret, ...json },
    lines,
  };
}

function describePublic(scheme: Scheme, publicKey: Hex, network: string | undefined, from?: number): Shown {
  const { name, format } = networkOf(network, from);
  const parts = describe([["networkId", "Network ID/Version", name], ...publicParts(scheme, publicKey, format)]);
  return { heading: "Public key is account:", ...parts };
}

function pairOf(scheme: Scheme, secret: string, password: string | undefined): KeyPair {
  try {
    return keyPairFromSuri(scheme, secret, password);
  } catch (error) {
    throw new UserError(`the secret cannot be used: ${messageOf(error)}`);
  }
}

/** A secret or key as an argument: the text itself, the file of that name, or typed when there is none. */
function readUri(argument: string | undefined): string {
  if (argument === undefined) return askSecret("URI: ");
  if (!existsSync(argument) || !statSync(argument).isFile()) return argument;
  return readFileSync(argument, "utf8").trimEnd();
}

const password = (values: Parameters<typeof keystorePassword>[0]): string | undefined =>
  keystorePassword(values, () => askSecret("Key password: "));

/** `key generate`: a new phrase with its key. */
export function generateKey(values: Values<typeof keyGenerateOptions>): void {
  if (!phraseLengths.some((length) => length === values.words)) {
    throw new UserError(`--words ${values.words}: a phrase has ${phraseLengths.join(", ")} words`, 2);
  }
  const phrase = newPhrase(values.words);
  show(describeSecret(phrase, pairOf(values.scheme, phrase, password(values)), values.network), values.outputType);
}

/** `key inspect`: what a secret, an address or a public key is. */
export function inspectKey(values: Values<typeof keyInspectOptions>, argument: string | undefined): void {
  const uri = readUri(argument);
  const { scheme, network, outputType } = values;
  const keyHex = (text: string): Hex | undefined => {
    const hex = text.startsWith("0x") ? text : `0x${text}`;
    return isHex(hex) && hex.length === (scheme === "ecdsa" ? 68 : 66) ? (hex.toLowerCase() as Hex) : undefined;
  };
  if (values.public) {
    const key = keyHex(uri);
    if (key === undefined) throw new UserError(`'${uri}' is not a public ${scheme} key in hex`);
    show(describePublic(scheme, key, network), outputType);
    return;
  }
  const address = ss58Parse(uri);
  if (address !== undefined) {
    const shown = describePublic(scheme, address.account, network, address.format);
    const json = { publicKeyUri: uri, ...shown.json };
    show({ ...shown, json, heading: `Public Key URI \`${uri}\` is account:` }, outputType);
    return;
  }
  const pair = pairOf(scheme, uri, password(values));
  const expected = values.expectPublic;
  if (expected !== undefined && (ss58Parse(expected)?.account ?? keyHex(expected)) !== pair.publicKey) {
    throw new UserError(`the public key is ${pair.publicKey}, not the expected ${expected}`);
  }
  show(describeSecret(uri, pair, network), outputType);
}

/** `key insert`: a secret into the keystore of a chain's data directory. */
export function insertKey(values: Values<typeof keyInsertOptions>, environment: Environment): void {
  const { keyType } = values;
  if (keyType === undefined) throw new UserError("--key-type is missing: aura, gran, babe or drnd", 2);
  if (!/^[\x21-\x7e]{4}$/.test(keyType)) throw new UserError(`--key-type '${keyType}' is not four characters`, 2);
  const scheme = values.scheme ?? schemeOfKeyType[keyType];
  if (scheme === undefined) throw new UserError(`--scheme is missing: of which kind are keys of type ${keyType}?`, 2);
  const suri = readUri(values.suri);
  const pair = pairOf(scheme, suri, password(values));
  const spec = loadChainSpec(values, environment);
  const base = values.basePath ?? defaultBasePath(environment);
  const { keystore } = dataPaths(base, spec.id, values.keystorePath);
  openKeystore(keystore).insert(keyType, suri, pair.publicKey);
}
