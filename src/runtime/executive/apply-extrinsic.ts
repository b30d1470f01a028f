import type { Outcome } from "../../codec/containers.ts";
import type { ValidityErrorValue } from "../../primitives/validity.ts";
import { prepareWeight, validateWeight } from "../extensions/check-weight.ts";
import type { Transaction } from "../extensions/extension.ts";
import { extensions, implicitData } from "../extensions/list.ts";
import type { Runtime } from "../frame/compose.ts";
import { type DispatchErrorValue, type DispatchFailure, okOr } from "../frame/dispatch-error.ts";
import { NotBuilt } from "../frame/not-built.ts";
import type { Origin } from "../frame/origin.ts";
import type { WriteState } from "../frame/state.ts";
import { invalid, unknownTransaction, ValidityFailure } from "../frame/validity.ts";
import { addWeight, type DispatchInfo, type PostInfo } from "../frame/weight.ts";
import { reclaimWeight } from "../pallets/system/block-weight.ts";
import { noteAppliedExtrinsic, noteExtrinsic, noteInherentsApplied } from "../pallets/system/extrinsics.ts";
import { storage as system } from "../pallets/system/storage.ts";
import type { AccountId } from "../types/account-id.ts";
import { type AddressValue, type Extrinsic, signingPayload, verifyMultiSignature } from "./extrinsic.ts";

/** Result of an extrinsic: applied (and perhaps failed), or not valid here. Rust: `ApplyExtrinsicResult`. */
export type ApplyResult = Outcome<Outcome<undefined, DispatchErrorValue>, ValidityErrorValue>;

/** The account of an address; only plain accounts can be looked up. */
function lookup(address: AddressValue): AccountId {
  return address.type === "Id" ? address.value : unknownTransaction("CannotLookup");
}

/**
 * Checks the signature of an extrinsic; gives who signed it, undefined where nobody did.
 * Rust: `sp_runtime: generic/unchecked_extrinsic.rs Checkable::check`.
 * @throws ValidityFailure
 */
export function checkExtrinsic(state: WriteState, { call, callBytes, preamble }: Extrinsic): AccountId | undefined {
  if (call.pallet === "Ethereum" && call.name === "transact") throw new NotBuilt("Ethereum.transact");
  if (preamble.type !== "Signed") return undefined;
  const who = lookup(preamble.address);
  const payload = signingPayload(callBytes, preamble.explicit, implicitData(state, preamble.explicit));
  if (!verifyMultiSignature(preamble.signature, payload, who)) invalid("BadProof");
  return who;
}

/** Whether an extrinsic is an inherent: bare, and of a call that a pallet lists as such. */
export function isInherent(runtime: Runtime, { call, preamble }: Extrinsic): boolean {
  if (preamble.type !== "Bare") return false;
  const place = runtime.pallets.find(({ pallet }) => pallet.name === call.pallet);
  return place?.pallet.inherents?.includes(call.name) ?? false;
}

interface Applied {
  readonly post: PostInfo;
  readonly failure: DispatchFailure | undefined;
}

function dispatch(state: WriteState, runtime: Runtime, { call }: Extrinsic, origin: Origin): Applied {
  const result = okOr(() => runtime.dispatch(state, call, origin));
  return "ok" in result
    ? { post: result.ok, failure: undefined }
    : { post: result.failure.post, failure: result.failure };
}

function applyBare(state: WriteState, runtime: Runtime, extrinsic: Extrinsic, info: DispatchInfo): Applied {
  const { call, bytes } = extrinsic;
  const place = runtime.pallets.find(({ pallet }) => pallet.name === call.pallet);
  // Calls of pallets that validate no bare transactions pass here; only the pool keeps them out.
  place?.pallet.validateUnsigned?.(state, call, "InBlock");
  prepareWeight(state, info, bytes.length, validateWeight(state, info, bytes.length));
  const applied = dispatch(state, runtime, extrinsic, {
    caller: { type: "None" },
    filters: runtime.signed("0x").filters,
  });
  reclaimWeight(state, info, applied.post);
  return applied;
}

function applyTransaction(
  state: WriteState,
  runtime: Runtime,
  extrinsic: Extrinsic,
  info: DispatchInfo,
  who: AccountId | undefined,
): Applied {
  const { call, bytes, preamble } = extrinsic;
  if (preamble.type === "Bare") throw new Error("a bare extrinsic is not a transaction");
  // All that is not said must be known, also where nobody signed it; where somebody did, that was seen to with the signature.
  if (preamble.type === "General") implicitData(state, preamble.explicit);
  const transaction: Transaction = { who, call, info, length: bytes.length, explicit: preamble.explicit };
  const vals = extensions.map((extension) => extension.validate?.(state, transaction).val);
  if (who === undefined) invalid("UnknownOrigin");
  const pres = extensions.map((extension, i) => extension.prepare?.(state, transaction, vals[i]));
  const applied = dispatch(state, runtime, extrinsic, runtime.signed(who));
  const post: PostInfo = {
    ...applied.post,
    actualWeight: addWeight(applied.post.actualWeight ?? info.call_weight, info.extension_weight),
  };
  for (const [i, extension] of extensions.entries())
    extension.post?.(state, transaction, pres[i], post, applied.failure);
  return { post, failure: applied.failure };
}

/** How deep the decoding of a call that is executed may go, in steps down. Rust: `frame_executive: MAX_EXTRINSIC_DEPTH`. */
const mostDepth = 256;

/**
 * Applies one extrinsic to the block under construction or import. An extrinsic that is not valid leaves no trace.
 * Rust: `frame_executive: Executive::apply_extrinsic`.
 */
export function applyExtrinsic(state: WriteState, runtime: Runtime, extrinsic: Extrinsic): ApplyResult {
  state.begin();
  try {
    const result = applyChecked(state, runtime, extrinsic);
    state.commit();
    return result;
  } catch (error) {
    state.rollback();
    if (error instanceof ValidityFailure) return { err: error.reason };
    throw error;
  }
}

function applyChecked(state: WriteState, runtime: Runtime, extrinsic: Extrinsic): ApplyResult {
  if (extrinsic.depth > mostDepth) invalid("Call");
  const who = checkExtrinsic(state, extrinsic);
  const info = runtime.dispatchInfo(state, extrinsic.call);
  if (!isInherent(runtime, extrinsic) && !system.InherentsApplied.get(state)) noteInherentsApplied(state);
  noteExtrinsic(state, extrinsic.bytes);
  const { post, failure } =
    extrinsic.preamble.type === "Bare"
      ? applyBare(state, runtime, extrinsic, info)
      : applyTransaction(state, runtime, extrinsic, info, who);
  if (failure !== undefined && info.class === "Mandatory") invalid("BadMandatory");
  const error = failure === undefined ? undefined : runtime.dispatchError(failure.reason);
  noteAppliedExtrinsic(state, info, post, error);
  return { ok: error === undefined ? { ok: undefined } : { err: error } };
}
