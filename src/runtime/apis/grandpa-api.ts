import { option, tuple, vec } from "../../codec/containers.ts";
import { u64, unit } from "../../codec/primitives.ts";
import { GrandpaPublic } from "../../primitives/authorities.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { storage } from "../pallets/grandpa/storage.ts";
import { GrandpaEquivocationProof } from "../types/consensus.ts";
import { OpaqueValue } from "../types/substrate.ts";

/** What finality needs to know of Grandpa. Proofs of key ownership do not exist on this chain. */
export const grandpaApi = runtimeApi("GrandpaApi", 3, "What finality needs to know of Grandpa.", {
  grandpa_authorities: query("The voters and their weights.", {}, vec(tuple(GrandpaPublic, u64)), (state) =>
    storage.Authorities.get(state),
  ),
  submit_report_equivocation_unsigned_extrinsic: query(
    "Reports a voter that voted twice; never possible here.",
    { equivocation_proof: GrandpaEquivocationProof, key_owner_proof: OpaqueValue },
    option(unit),
    () => undefined,
  ),
  generate_key_ownership_proof: query(
    "A proof of who owns a voter's key; never possible here.",
    { set_id: u64, authority_id: GrandpaPublic },
    option(OpaqueValue),
    () => undefined,
  ),
  current_set_id: query("The number of the set of voters.", {}, u64, (state) => storage.CurrentSetId.get(state)),
});
