import { EngineError } from "../../src/chain/engine.ts";
import { DecodeError, Reader } from "../../src/codec/io.ts";
import { rememberVerified } from "../../src/crypto/verified.ts";
import { asEngineCall } from "../../src/engine/native/errors.ts";
import { fromUtf8 } from "../../src/lib/bytes.ts";
import { decodeLightRequest } from "../../src/network/messages/light-request.ts";
import { ShieldedTransaction } from "../../src/primitives/shielded-transaction.ts";
import { callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { decodeExtrinsic, type Extrinsic, signingPayload, withLength } from "../../src/runtime/executive/extrinsic.ts";
import { validateInSteps } from "../../src/runtime/executive/validate-transaction.ts";
import { implicitData } from "../../src/runtime/extensions/list.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import { ValidityFailure } from "../../src/runtime/frame/validity.ts";
import type { Decoder } from "./decoder.ts";
import type { RulesSamples } from "./samples.ts";

/** The bytes after a length as an extrinsic of that length. */
function fitLength(bytes: Uint8Array): Uint8Array {
  const lengthOfLength = [1, 2, 4, 5][(bytes[0] ?? 0) & 3] as number;
  return withLength(bytes.subarray(lengthOfLength));
}

/** Makes the signature of an extrinsic count as good: what is looked at after it is reached. */
function believe({ runtime, state }: RulesSamples, { preamble, callBytes }: Extrinsic): void {
  if (preamble.type !== "Signed") return;
  const { address, signature, explicit } = preamble;
  if (address.type !== "Id" || signature.type !== "Sr25519") return;
  try {
    const implicit = implicitData(execute(state.overlay(), runtime.rules, runtime), explicit);
    const message = signingPayload(callBytes, explicit, implicit);
    rememberVerified({ scheme: "sr25519", signature: signature.value, message, publicKey: address.value });
  } catch (error) {
    // Its extensions are refused by themselves.
    if (!(error instanceof ValidityFailure)) throw error;
  }
}

/** What our rules read of a peer: extrinsics with calls in calls, and arguments of runtime calls for light clients. */
export function rulesDecoders(samples: RulesSamples): Decoder[] {
  const { runtime, state, best } = samples;
  const list: Decoder[] = [
    {
      name: "extrinsics",
      samples: samples.extrinsics,
      repair: fitLength,
      share: 14,
      take: (bytes) => decodeExtrinsic(bytes, runtime).depth >= 0,
      refusals: [DecodeError],
    },
    {
      name: "shielded transactions",
      samples: samples.shielded,
      share: 1,
      take(bytes) {
        const from = new Reader(bytes);
        ShieldedTransaction.decode(from);
        from.end();
        return true;
      },
      refusals: [DecodeError],
    },
    {
      name: "validation of transactions",
      samples: samples.extrinsics,
      repair: fitLength,
      share: 2,
      take(bytes) {
        const extrinsic = decodeExtrinsic(bytes, runtime);
        if (bytes.length % 4 > 0) believe(samples, extrinsic);
        const steps = validateInSteps(
          execute(state.overlay(), runtime.rules, runtime),
          runtime,
          extrinsic,
          "External",
          best,
        );
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        return "valid" in step.value;
      },
      // A panic is a verdict too: the original's program ends there, and the node says that it did.
      refusals: [DecodeError, RuntimePanic, NotBuilt],
    },
    {
      name: "light clients' calls",
      samples: samples.lightCalls,
      share: 2,
      take(bytes) {
        const request = decodeLightRequest(bytes);
        if (request.type !== "call") return false;
        asEngineCall(() => callRuntimeApi(state.overlay(), runtime, request.method, request.data));
        return fromUtf8(request.data.subarray(0, 0)) === "";
      },
      refusals: [DecodeError, EngineError],
    },
  ];
  return list;
}
