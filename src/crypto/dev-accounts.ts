import { type KeyPair, keyPairFromSuri, type Scheme } from "./keypair.ts";

/** The names of the development keys; the secret of `Alice` is `//Alice`. */
export const devNames = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two", "Three"] as const;
export type DevName = (typeof devNames)[number];

const known = new Map<string, KeyPair>();

/** The pair of a development name, made once. Everybody knows these keys: never for real funds. */
export function devAccount(name: DevName, scheme: Scheme = "sr25519"): KeyPair {
  const id = `${scheme} ${name}`;
  let pair = known.get(id);
  if (pair === undefined) {
    pair = keyPairFromSuri(scheme, `//${name}`);
    known.set(id, pair);
  }
  return pair;
}
