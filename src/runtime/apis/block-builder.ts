import { result, vec } from "../../codec/containers.ts";
import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Block, UncheckedExtrinsic } from "../types/block.ts";
import { DispatchError } from "../types/dispatch-error.ts";
import { CheckInherentsResult, Header, InherentData, TransactionValidityError } from "../types/substrate.ts";

/** BlockBuilder. */
export const blockBuilder = runtimeApi("BlockBuilder", 6, "Block builder.", {
  apply_extrinsic: query(
    "Apply extrinsic.",
    { extrinsic: UncheckedExtrinsic },
    result(result(unit, DispatchError), TransactionValidityError),
  ),
  finalize_block: query("Finalize block.", {}, Header),
  inherent_extrinsics: query("Inherent extrinsics.", { inherent: InherentData }, vec(UncheckedExtrinsic)),
  check_inherents: query("Check inherents.", { block: Block, data: InherentData }, CheckInherentsResult),
});
