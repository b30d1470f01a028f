import { decode } from "../../codec/codec.ts";
import { Writer } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../../runtime/pallets/transaction-payment/types.ts";
import type { Context } from "../context.ts";
import { RpcError } from "../errors.ts";
import { jsonInteger } from "../json.ts";
import { method } from "../method.ts";
import { opaqueOr } from "../opaque-extrinsic.ts";
import { callRuntime } from "../runtime-call.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { hash, hexBytes, optional } from "../schema.ts";
import type { Work } from "../slices/work.ts";

const params = { encodedXt: hexBytes, at: optional(hash) };

/**
 * Calls a method of TransactionPaymentApi with an extrinsic and the number of bytes that were sent.
 * Rust: `pallet_transaction_payment_rpc::TransactionPayment`
 * @throws RpcError 2 for bytes that are no opaque extrinsic, 1 when the runtime does not answer.
 */
function* ask(context: Context, block: Hex, call: string, sent: Uint8Array, what: string): Work<Uint8Array> {
  const args = new Writer();
  args.raw(opaqueOr(sent, ({ debug }) => new RpcError(2, what, debug)));
  args.u32(sent.length);
  try {
    return yield* callRuntime(context, block, call, args.finish());
  } catch (error) {
    throw new RpcError(1, what, runtimeErrorText(error, { hash: block, method: call, viaApi: true }));
  }
}

export const payment_queryInfo = method({
  doc: "Weight, class and fee (rao, without the tip) of an extrinsic.",
  params,
  *run(args, context) {
    const block = args.at ?? context.chain.bestHash();
    const answer = yield* ask(
      context,
      block,
      "TransactionPaymentApi_query_info",
      args.encodedXt,
      "Unable to query dispatch info.",
    );
    const info = decode(RuntimeDispatchInfo, answer);
    return {
      weight: { ref_time: jsonInteger(info.weight.ref_time), proof_size: jsonInteger(info.weight.proof_size) },
      class: info.class.toLowerCase(),
      partialFee: info.partial_fee.toString(),
    };
  },
});

export const payment_queryFeeDetails = method({
  doc: "What the fee of an extrinsic is made of, in rao; null for one that pays none.",
  params,
  *run(args, context) {
    const block = args.at ?? context.chain.bestHash();
    const call = "TransactionPaymentApi_query_fee_details";
    const { inclusion_fee: fee } = decode(
      FeeDetails,
      yield* ask(context, block, call, args.encodedXt, "Unable to query fee details."),
    );
    if (fee === undefined) return { inclusionFee: null };
    return {
      inclusionFee: {
        baseFee: jsonInteger(fee.base_fee),
        lenFee: jsonInteger(fee.len_fee),
        adjustedWeightFee: jsonInteger(fee.adjusted_weight_fee),
      },
    };
  },
});
