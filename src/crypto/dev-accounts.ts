import { fromHex } from "../lib/bytes.ts";
import { type KeyPair, keyPairFromSeed } from "./keypair.ts";

/**
 * The seeds of the development keys: what `//Alice` and the others derive from the development phrase. They are
 * written down because a start needs them, and deriving them loads @polkadot/util-crypto.
 */
const seeds = {
  Alice: {
    sr25519: "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
    ed25519: "abf8e5bdbe30c65656c0a3cbd181ff8a56294a69dfedd27982aace4a76909115",
  },
  Bob: {
    sr25519: "398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89",
    ed25519: "3b7b60af2abcd57ba401ab398f84f4ca54bd6b2140d2503fbcf3286535fe3ff1",
  },
  Charlie: {
    sr25519: "bc1ede780f784bb6991a585e4f6e61522c14e1cae6ad0895fb57b9a205a8f938",
    ed25519: "072c02fa1409dc37e03a4ed01703d4a9e6bba9c228a49a00366e9630a97cba7c",
  },
  Dave: {
    sr25519: "868020ae0687dda7d57565093a69090211449845a7e11453612800b663307246",
    ed25519: "771f47d3caf8a2ee40b0719e1c1ecbc01d73ada220cf08df12a00453ab703738",
  },
  Eve: {
    sr25519: "786ad0e2df456fe43dd1f91ebca22e235bc162e0bb8d53c633e8c85b2af68b7a",
    ed25519: "bef5a3cd63dd36ab9792364536140e5a0cce6925969940c431934de056398556",
  },
  Ferdie: {
    sr25519: "42438b7883391c05512a938e36c2df0131e088b3756d6aa7a755fbff19d2f842",
    ed25519: "1441e38eb309b66e9286867a5cd05902b05413eb9723a685d4d77753d73d0a1d",
  },
  One: {
    sr25519: "3b3993c957ed9342cbb011eb9029c53fb253345114eff7da5951e98a41ba5ad5",
    ed25519: "0b9081aceaa5dcc6a6164b18291e05a42967d87b71178dd264ddb77396354f4f",
  },
  Two: {
    sr25519: "711baefcb129e031885532a8f1e634bbd28f4c60490a7dd29636567472af513d",
    ed25519: "86dbc3cf340463875e6dcd8342db7f8bc9be6f2395a9819073bf846db4762dd7",
  },
  Three: {
    sr25519: "1033f725413418d02d404b23c016f0af148637a28a03789245549de8b2c9a086",
    ed25519: "509ca4b14a6c48c34408c6ade476308315dd39c7eaca1e114f76eccc0b49b406",
  },
} as const;

export type DevName = keyof typeof seeds;

/** The names of the development keys; the secret of `Alice` is `//Alice`. */
export const devNames = Object.keys(seeds) as readonly DevName[];

const known = new Map<string, KeyPair>();

/** The pair of a development name, made once. Everybody knows these keys: never for real funds. */
export function devAccount(name: DevName, scheme: "sr25519" | "ed25519" = "sr25519"): KeyPair {
  const id = `${scheme} ${name}`;
  let pair = known.get(id);
  if (pair === undefined) {
    pair = keyPairFromSeed(scheme, fromHex(seeds[name][scheme]));
    known.set(id, pair);
  }
  return pair;
}
