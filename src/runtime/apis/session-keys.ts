import { option, tuple, vec } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { utf8 } from "../../lib/bytes.ts";
import { RuntimePanic } from "../frame/panic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { KeyTypeId } from "../types/substrate.ts";

/** Session keys in the order in which they are joined: 32 bytes each. */
const keyTypes = ["aura", "gran"];

/** The keys in what `generate_session_keys` gives; what follows them is ignored. Rust: `decode_into_raw_public_keys`. */
function decodeSessionKeys(encoded: Uint8Array): [Uint8Array, Uint8Array][] | undefined {
  if (encoded.length < 32 * keyTypes.length) return undefined;
  return keyTypes.map((type, i) => [encoded.slice(32 * i, 32 * (i + 1)), utf8(type)]);
}

/** Keys of authorities. New ones are made by the node (author_rotateKeys), which has a keystore, not by the runtime. */
export const sessionKeys = runtimeApi("SessionKeys", 1, "Keys of authorities.", {
  generate_session_keys: query(
    "Makes new keys in the node's keystore, which a call from outside does not have.",
    { seed: option(bytes) },
    bytes,
    () => {
      throw new RuntimePanic("No `keystore` associated for the current context!");
    },
  ),
  decode_session_keys: query(
    "The single keys and their types.",
    { encoded: bytes },
    option(vec(tuple(bytes, KeyTypeId))),
    (_state, { encoded }) => decodeSessionKeys(encoded),
  ),
});
