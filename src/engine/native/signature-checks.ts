import { DecodeError } from "../../codec/io.ts";
import type { SignatureCheck } from "../../crypto/verified.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Header } from "../../primitives/header.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { decodeExtrinsic, signingPayload } from "../../runtime/executive/extrinsic.ts";
import { implicitData } from "../../runtime/extensions/list.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import { execute } from "../../runtime/frame/execution.ts";
import { dryRun, type ReadState } from "../../runtime/frame/state.ts";
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
  body: readonly Uint8Array[],
): Promise<void> {
  if (body.length < worthThreads) return;
  const { verifyAhead } = await import("../../crypto/verify-ahead.ts");
  verifyAhead(signatureChecks(runtime, { hash: parentHash, number: number - 1 }, body, overlay));
}

/** The signatures that executing a block will check. What cannot be told beforehand is left out. */
export function signatureChecks(
  runtime: Runtime,
  parent: { readonly hash: Hex; readonly number: number },
  body: readonly Uint8Array[],
  overlay: StateOverlay,
): SignatureCheck[] {
  const state = execute(overlay, runtime.rules, runtime);
  return dryRun(state, () => {
    // Eras count from the block that is executed, and may start at its parent.
    initialize(state, parent.number + 1, parent.hash, { logs: [] });
    return body.map((bytes) => checkOf(runtime, state, bytes)).filter((check) => check !== undefined);
  });
}

function checkOf(runtime: Runtime, state: ReadState, bytes: Uint8Array): SignatureCheck | undefined {
  try {
    const { preamble, call } = decodeExtrinsic(bytes, runtime);
    if (preamble.type !== "Signed" || preamble.address.type !== "Id" || preamble.signature.type === "Ecdsa") {
      return undefined;
    }
    const { type, value: signature } = preamble.signature;
    return {
      scheme: type === "Sr25519" ? "sr25519" : "ed25519",
      signature,
      message: signingPayload(runtime.encodeCall(call), preamble.explicit, implicitData(state, preamble.explicit)),
      publicKey: preamble.address.value,
    };
  } catch (error) {
    if (error instanceof DecodeError || error instanceof ValidityFailure) return undefined;
    throw error;
  }
}
