import { devAccount, devNames } from "../crypto/dev-accounts.ts";
import { type KeyPair, keyPairFromSuri } from "../crypto/keypair.ts";
import { ss58Decode, ss58Encode } from "../crypto/ss58.ts";
import { type Hex, isHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";

/** An account whose secret everybody knows: never for real funds. */
export interface TestAccount {
  readonly name: string;
  /** SS58. */
  readonly address: string;
  readonly publicKey: Hex;
  /** The secret as tools take it: `//Alice`. */
  readonly uri: string;
  /** Signs (sr25519). */
  sign(message: Uint8Array): Hex;
}

/** An account, its address, or its public key in hex. */
export type AccountLike = TestAccount | string;

const isDevName = (name: string): name is (typeof devNames)[number] => (devNames as readonly string[]).includes(name);

const toAccount = (name: string, uri: string, pair: KeyPair): TestAccount => ({
  ...{ name, uri, address: ss58Encode(pair.publicKey), publicKey: pair.publicKey },
  sign: pair.sign,
});

/**
 * The account of a name: the development key of that name (`Alice`), which has funds, or else what `//name` derives.
 * @throws UserError for a name that no path can have
 */
export function account(name: string): TestAccount {
  if (typeof name !== "string" || !/^[A-Za-z0-9][\w .:-]*(\/\/?[\w .:-]+)*$/.test(name))
    throw new UserError(
      `${JSON.stringify(name)} is no name of an account: give letters and digits, such as Alice or miner-1`,
    );
  if (isDevName(name)) return toAccount(name, `//${name}`, devAccount(name));
  return toAccount(name, `//${name}`, keyPairFromSuri("sr25519", `//${name}`));
}

/** The public key of an account. @throws UserError when it is none */
export function publicKeyOf(of: AccountLike, what: string): Hex {
  const given: unknown = typeof of === "object" && of !== null ? of.publicKey : of;
  if (typeof given === "string") {
    const key = isHex(given) && given.length === 66 ? given : ss58Decode(given);
    if (key !== undefined) return key;
  }
  throw new UserError(
    `${what}: ${JSON.stringify(given) ?? String(given)} is no account: give account(name) or an address`,
  );
}
