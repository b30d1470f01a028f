import { DecodeError } from "../codec/io.ts";
import type { SignatureCheck } from "../crypto/verified.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { decodeExtrinsic, type Extrinsic, signingPayload } from "../runtime/executive/extrinsic.ts";
import { implicitData } from "../runtime/extensions/list.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { execute } from "../runtime/frame/execution.ts";
import type { ReadState } from "../runtime/frame/state.ts";
import { ValidityFailure } from "../runtime/frame/validity.ts";
import { initialize } from "../runtime/pallets/system/initialize.ts";
import type { Database } from "../storage/database.ts";
import type { IncomingBlock } from "./verify-block.ts";

/** Blocks of that many extrinsics have their signatures checked on several threads. */
const worthThreads = 32;

/** Has the signatures of a long block checked on all cores while one core executes it. */
export async function checkAhead(
  { header, body }: IncomingBlock,
  { runtime, database }: { readonly runtime: Runtime; readonly database: Database },
): Promise<void> {
  if (body.length < worthThreads) return;
  const parentHash = toHex(header.subarray(0, 32));
  const number = database.numberOf(parentHash);
  const overlay = number === undefined ? undefined : database.overlayAt(parentHash);
  if (number === undefined || overlay === undefined) return;
  const { verifyAhead } = await import("../crypto/verify-ahead.ts");
  verifyAhead(signatureChecks(runtime, { hash: parentHash, number }, body, overlay));
}

/** The signatures that executing a block will check. What cannot be told beforehand is left out: execution says what is wrong. */
export function signatureChecks(
  runtime: Runtime,
  parent: { readonly hash: Hex; readonly number: number },
  body: readonly Uint8Array[],
  overlay: StateOverlay,
): SignatureCheck[] {
  const state = execute(overlay, runtime.rules, runtime);
  // Eras count from the block that is executed, and may start at its parent.
  initialize(state, parent.number + 1, parent.hash, { logs: [] });
  return body.flatMap((bytes) => {
    try {
      const check = checkOf(state, decodeExtrinsic(bytes, runtime));
      return check === undefined ? [] : [check];
    } catch (error) {
      if (error instanceof DecodeError || error instanceof ValidityFailure) return [];
      throw error;
    }
  });
}

function checkOf(state: ReadState, { preamble, callBytes }: Extrinsic): SignatureCheck | undefined {
  if (preamble.type !== "Signed" || preamble.address.type !== "Id" || preamble.signature.type === "Ecdsa") {
    return undefined;
  }
  const { type, value: signature } = preamble.signature;
  return {
    scheme: type === "Sr25519" ? "sr25519" : "ed25519",
    signature,
    message: signingPayload(callBytes, preamble.explicit, implicitData(state, preamble.explicit)),
    publicKey: preamble.address.value,
  };
}
