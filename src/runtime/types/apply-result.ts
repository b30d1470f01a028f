import { result } from "../../codec/containers.ts";
import { unit } from "../../codec/primitives.ts";
import { TransactionValidityError } from "../../primitives/validity.ts";
import { DispatchError } from "./dispatch-error.ts";

/** How an extrinsic came out: applied, and perhaps failed; or not valid. */
export const ApplyExtrinsicResult = result(result(unit, DispatchError), TransactionValidityError);
