import { option, tuple, vec } from "../../codec/containers.ts";
import { u64, unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { AppPublic, SpconsensusgrandpaEquivocationProof } from "../types/consensus.ts";
import { OpaqueValue } from "../types/substrate.ts";

/** GrandpaApi. */
export const grandpaApi = runtimeApi("GrandpaApi", 3, "Grandpa api.", {
  grandpa_authorities: query("Grandpa authorities.", {}, vec(tuple(AppPublic, u64))),
  submit_report_equivocation_unsigned_extrinsic: query(
    "Submit report equivocation unsigned extrinsic.",
    { equivocation_proof: SpconsensusgrandpaEquivocationProof, key_owner_proof: OpaqueValue },
    option(unit),
  ),
  generate_key_ownership_proof: query(
    "Generate key ownership proof.",
    { set_id: u64, authority_id: AppPublic },
    option(OpaqueValue),
  ),
  current_set_id: query("Current set id.", {}, u64),
});
