import { type DevName, devAccount, devNames } from "../../crypto/dev-accounts.ts";
import { type KeyPair, keyPairFromSeed, keyPairFromSuri } from "../../crypto/keypair.ts";
import { sr25519FromSeed, sr25519HardSeed } from "../../crypto/sr25519.ts";
import { checkAddress } from "../../crypto/ss58-check.ts";
import { parseSuri } from "../../crypto/suri.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import { refusal, type Shape } from "./shape.ts";

/** An account of a world. Everybody knows the secrets: never for real funds. */
export interface Account {
  /** As the file names it. */
  readonly name: string;
  /** The secret URI below the development phrase; undefined for an account that is known by its address only. */
  readonly secret: string | undefined;
  readonly id: Hex;
}

/** The seed of `//World` below the development phrase; deriving it would load @polkadot/util-crypto. */
const worldSeed: Hex = "0xe6037693d0b22cd16125130cd9fcb538fa4572ae356e076622c32ab40caabd10";

/** A name in a world file: `//World//NAME` is its secret. */
const nameForm = /^[A-Za-z][A-Za-z0-9_.-]{0,47}$/;
/** A secret below the development phrase: hard junctions, which have seeds of their own. */
const secretForm = /^(\/\/[A-Za-z0-9_.-]{1,48}){1,4}$/;
const addressForm = /^[1-9A-HJ-NP-Za-km-z]{46,50}$/;

export const nameShape: Shape<string> = {
  schema: { type: "string", pattern: nameForm.source },
  read(value, path) {
    if (typeof value !== "string" || !nameForm.test(value))
      throw refusal(
        path,
        `${JSON.stringify(value)} is not a name: a letter, then up to 47 letters, digits, "_", "." or "-"`,
      );
    return value;
  },
};

const seeds = new Map<string, Uint8Array>();

/** The seed of a secret of hard junctions; each is derived once. */
function seedOf(secret: string): Uint8Array {
  const known = seeds.get(secret);
  if (known !== undefined) return known;
  const end = secret.lastIndexOf("//");
  const code = parseSuri(secret.slice(end))?.junctions[0]?.code;
  if (code === undefined) throw new Error(`${secret} is no secret of hard junctions`);
  const parent = secret.slice(0, end);
  const seed = end === 0 ? firstSeed(secret) : sr25519HardSeed(sr25519FromSeed(seedOf(parent)), code);
  seeds.set(secret, seed);
  return seed;
}

function firstSeed(secret: string): Uint8Array {
  if (secret === "//World") return fromHex(worldSeed);
  const name = devNames.find((known) => `//${known}` === secret);
  const { seed } = name === undefined ? keyPairFromSuri("sr25519", secret) : devAccount(name as DevName);
  return fromHex(seed as Hex);
}

const ids = new Map<string, Hex>();

/** An account whose key is derived when its id is asked for: a large world is read long before all of them are needed. */
function secretAccount(name: string, secret: string): Account {
  return {
    name,
    secret,
    get id() {
      const id = ids.get(secret) ?? keyOf(secret).accountId;
      ids.set(secret, id);
      return id;
    },
  };
}

/** The account of a name, a secret (`//Alice`) or an SS58 address. */
export function accountOf(text: string): Account {
  if (text.startsWith("//")) return secretAccount(text, text);
  if (nameForm.test(text) && !addressForm.test(text)) return secretAccount(text, `//World//${text}`);
  const id = checkAddress(text);
  if (typeof id !== "string") throw new Error(`${text} is no account`);
  return { name: text, secret: undefined, id };
}

/** What tells accounts apart without deriving keys. */
export const sameness = ({ secret, name }: Account): string => secret ?? name;

/** What signs for a secret of a world. */
export function keyOf(secret: string): KeyPair {
  return keyPairFromSeed("sr25519", seedOf(secret));
}

/** A name, a secret URI of hard junctions, or an SS58 address; kept as text until the account is asked for. */
export const accountShape: Shape<string> = {
  schema: { type: "string", pattern: [nameForm, secretForm, addressForm].map(({ source }) => source).join("|") },
  read(value, path) {
    const text = typeof value === "string" ? value : "";
    if (secretForm.test(text) || (nameForm.test(text) && !addressForm.test(text))) return text;
    if (addressForm.test(text)) {
      const found = checkAddress(text);
      if (typeof found === "string") return text;
      throw refusal(
        path,
        `${text} is not an address (${found.name}); write an SS58 address, a name or a secret such as //Alice`,
      );
    }
    const said = value === undefined ? "missing, expected" : `${JSON.stringify(value)} is not`;
    throw refusal(path, `${said} an account: a name, a secret of hard junctions such as //Alice, or an SS58 address`);
  },
};
