import { result } from "../../codec/containers.ts";
import { unit } from "../../codec/primitives.ts";
import { DispatchError } from "./dispatch-error.ts";
import { TransactionValidityError } from "./substrate.ts";

/** How an extrinsic came out: applied, and perhaps failed; or not valid. */
export const ApplyExtrinsicResult = result(result(unit, DispatchError), TransactionValidityError);
