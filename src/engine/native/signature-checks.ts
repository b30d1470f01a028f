import type { SignatureCheck } from "../../crypto/signature-check.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Header } from "../../primitives/header.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { type Extrinsic, multiSignatureCheck, signingPayload } from "../../runtime/executive/extrinsic.ts";
import { implicitData } from "../../runtime/extensions/list.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { ValidityFailure } from "../../runtime/frame/validity.ts";
import { initialize } from "../../runtime/pallets/system/initialize.ts";

/** Blocks of that many extrinsics have their signatures checked on several threads. */
const worthThreads = 32;

/**
 * Has the signatures of a long block checked on all cores while one core executes it. Whatever is wrong with one is said
 * by the execution. @param overlay the state of the parent; nothing stays in it.
 */
export async function checkAhead(
  runtime: Runtime,
  overlay: StateOverlay,
  { number, parentHash }: Pick<Header, "number" | "parentHash">,
  body: readonly Extrinsic[],
): Promise<void> {
  if (body.length < worthThreads) return;
  const { verifyAhead } = await import("../../crypto/verify-ahead.ts");
  verifyAhead(signatureChecks(runtime, { hash: parentHash, number: number - 1 }, body, overlay));
}

/** The signatures that executing a block will check. What cannot be told beforehand is left out. */
export function signatureChecks(
  runtime: Runtime,
  parent: { readonly hash: Hex; readonly number: number },
  body: readonly Extrinsic[],
  overlay: StateOverlay,
): SignatureCheck[] {
  const state = execute(overlay, runtime.rules, runtime);
  state.begin();
  try {
    // Eras count from the block that is executed, and may start at its parent.
    initialize(state, parent.number + 1, parent.hash, { logs: [] });
    return body.map((extrinsic) => checkOf(state, extrinsic)).filter((check) => check !== undefined);
  } finally {
    state.rollback();
  }
}

/**
 * The check that the signature of an extrinsic takes in a block whose state was initialized; undefined for one without
 * a signature, and for one that is refused before its signature is looked at.
 */
export function checkOf(state: ReadState, { preamble, callBytes }: Extrinsic): SignatureCheck | undefined {
  if (preamble.type !== "Signed" || preamble.address.type !== "Id") return undefined;
  try {
    const payload = signingPayload(callBytes, preamble.explicit, implicitData(state, preamble.explicit));
    return multiSignatureCheck(preamble.signature, payload, preamble.address.value);
  } catch (error) {
    if (error instanceof ValidityFailure) return undefined;
    throw error;
  }
}
