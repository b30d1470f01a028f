import type { BlockPlace, Validity } from "../../chain/engine.ts";
import { DecodeError } from "../../codec/io.ts";
import type { SignatureCheck } from "../../crypto/signature-check.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import { BadArguments, badInput } from "../../runtime/executive/call-api.ts";
import type { Extrinsic as DecodedExtrinsic } from "../../runtime/executive/extrinsic.ts";
import { type TransactionValidity, validateInSteps } from "../../runtime/executive/validate-transaction.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { NotBuilt } from "../../runtime/frame/not-built.ts";
import { StorageError } from "../../storage/errors.ts";
import { firstNotBuilt } from "./built.ts";
import { trapText } from "./errors.ts";
import { checkOf } from "./signature-checks.ts";

/** Has a signature checked elsewhere; undefined when that is not worth it. */
export type CheckElsewhere = (check: SignatureCheck) => Promise<void> | undefined;

/**
 * What the rules say of a transaction, on the state that a block left. Its signature, unless it is known, is checked on
 * another thread.
 * @throws StorageError when the state cannot be read; one that is not kept any more is a verdict.
 */
export async function validate(
  runtime: Runtime,
  overlay: StateOverlay,
  decode: () => DecodedExtrinsic,
  source: TransactionSourceName,
  at: BlockPlace,
  elsewhere?: CheckElsewhere,
): Promise<Validity> {
  const failed = (why: string, defect?: unknown): Validity => ({
    type: "failed",
    why: `Runtime error: ${why}`,
    ...(defect === undefined ? {} : { defect }),
  });
  try {
    const extrinsic = decode();
    const what = firstNotBuilt(runtime, extrinsic.call);
    if (what !== undefined) return { type: "notBuilt", what };
    const state = execute(overlay, runtime.rules, runtime);
    const steps = validateInSteps(state, runtime, extrinsic, source, at);
    let step = steps.next();
    if (step.done !== true) {
      const check = checkOf(state, extrinsic);
      const known = check === undefined ? undefined : elsewhere?.(check);
      if (known !== undefined) await known;
      step = steps.next();
    }
    const validity = step.value as TransactionValidity;
    return "valid" in validity ? { type: "valid", value: validity.valid } : { type: "invalid", reason: validity.err };
  } catch (error) {
    if (error instanceof StorageError && error.problem !== "gone") throw error;
    if (error instanceof NotBuilt) return { type: "notBuilt", what: error.what };
    const ended = error instanceof DecodeError ? new BadArguments(badInput("validate_transaction"), error) : error;
    const why = trapText(ended);
    return why === undefined ? failed("Execution failed", error) : failed(why);
  }
}
