import { option } from "../../codec/containers.ts";
import { bool, bytes, fixedHex } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { ShieldedTransaction } from "../pallets/shield/types.ts";
import { UncheckedExtrinsic } from "../types/block.ts";

/** ShieldApi. */
export const shieldApi = runtimeApi("ShieldApi", 1, "Shield api.", {
  try_decode_shielded_tx: query("Try decode shielded tx.", { uxt: UncheckedExtrinsic }, option(ShieldedTransaction)),
  is_shielded_using_current_key: query("Is shielded using current key.", { key_hash: fixedHex(16) }, bool),
  try_unshield_tx: query(
    "Try unshield tx.",
    { dec_key_bytes: bytes, shielded_tx: ShieldedTransaction },
    option(UncheckedExtrinsic),
  ),
});
