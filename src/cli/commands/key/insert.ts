import { schemeOfKeyType } from "../../../crypto/keystore.ts";
import { UserError } from "../../../lib/user-error.ts";
import { loadChainSpec } from "../../../node/chain-specs.ts";
import { openKeystore } from "../../../node/keystore.ts";
import { dataPaths, defaultBasePath } from "../../../node/paths.ts";
import type { Environment } from "../../config.ts";
import type { Values } from "../../option.ts";
import type { keyInsertOptions } from "../../options/commands.ts";
import { readPair, readPassword, readUri } from "./read.ts";

/** `key insert`: puts a secret into the keystore of a chain's data directory. Rust: `sc_cli insert_key.rs`. */
export function insertKey(values: Values<typeof keyInsertOptions>, environment: Environment): void {
  const { keyType } = values;
  if (keyType === undefined) throw new UserError("--key-type is missing: aura, gran, babe or drnd", 2);
  if (!/^[\x21-\x7e]{4}$/.test(keyType)) throw new UserError(`--key-type '${keyType}' is not four characters`, 2);
  const scheme = values.scheme ?? schemeOfKeyType[keyType];
  if (scheme === undefined) throw new UserError(`--scheme is missing: of which kind are keys of type ${keyType}?`, 2);
  const suri = readUri(values.suri);
  const pair = readPair(scheme, suri, readPassword(values));
  const spec = loadChainSpec({ ...values, runtime: undefined }, environment);
  const base = values.basePath ?? defaultBasePath(environment);
  const { keystore } = dataPaths(base, spec.id, values.keystorePath);
  openKeystore(keystore).insert(keyType, suri, pair.publicKey);
}
