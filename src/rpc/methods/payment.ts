import { type ChainApi, RuntimeCallError } from "../../chain/api.ts";
import { decode } from "../../codec/codec.ts";
import { Writer } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { FeeDetails, RuntimeDispatchInfo } from "../../runtime/pallets/transaction-payment/types.ts";
import { RpcError } from "../errors.ts";
import { jsonInteger } from "../json.ts";
import { method } from "../method.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { hash, hexBytes, optional } from "../schema.ts";
import { settled, type Work } from "../work/work.ts";

const params = { encodedXt: hexBytes, at: optional(hash) };

/** Calls a method of TransactionPaymentApi with an extrinsic and its length. Code 2: it does not decode; 1: the call failed. */
function* ask(chain: ChainApi, block: Hex, call: string, extrinsic: Uint8Array, what: string): Work<Uint8Array> {
  const args = new Writer();
  args.raw(extrinsic);
  args.u32(extrinsic.length);
  try {
    return yield* settled(chain.call(block, call, args.finish()));
  } catch (error) {
    const undecodable = error instanceof RuntimeCallError && error.kind === "bad-arguments";
    throw new RpcError(undecodable ? 2 : 1, what, runtimeErrorText(error, { hash: block, method: call, viaApi: true }));
  }
}

export const payment_queryInfo = method({
  doc: "Weight, class and fee (rao, without the tip) of an extrinsic.",
  params,
  *run(args, { chain }) {
    const block = args.at ?? chain.bestHash();
    const answer = yield* ask(
      chain,
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
  *run(args, { chain }) {
    const block = args.at ?? chain.bestHash();
    const call = "TransactionPaymentApi_query_fee_details";
    const { inclusion_fee: fee } = decode(
      FeeDetails,
      yield* ask(chain, block, call, args.encodedXt, "Unable to query fee details."),
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
