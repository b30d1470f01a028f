import type { Json, JsonObject } from "../../src/replay/recorded-values.ts";
import { asBoolean, asInteger, asNumber, asObject, asText } from "../../src/replay/recorded-values.ts";
import type { MathReport } from "../../src/replay/report.ts";
import { compareResult, reportUnknown } from "../../src/replay/report.ts";
import {
  calculateBaseDeltaIn,
  calculatePrice,
  calculateQuoteDeltaIn,
  expBaseQuote,
  expQuoteBase,
  updateWeightsForAddedLiquidity,
} from "../../src/runtime/pallets/swap/balancer.ts";
import { powRatioScaled } from "../../src/runtime/pallets/swap/big-pow.ts";
import type { SwapError } from "../../src/runtime/pallets/swap/swap-checks.ts";
import { computeSwap, limitPriceFromRao, withProtocolLiquidity } from "../../src/runtime/pallets/swap/swap-checks.ts";
import { calculateFeeAmount, currentPrice } from "../../src/runtime/pallets/swap/swap-step.ts";
import { getBaseNeededForQuote } from "../balancer.ts";

/** Compares one case of the file of powers. */
export function checkPower(report: MathReport, where: string, item: JsonObject): void {
  compareResult(report, where, item["out"] ?? null, () =>
    powRatioScaled({
      baseNumerator: asInteger(item["base_num"]),
      baseDenominator: asInteger(item["base_den"]),
      exponentNumerator: asInteger(item["exp_num"]),
      exponentDenominator: asInteger(item["exp_den"]),
      precision: asNumber(item["precision"]),
      scale: asInteger(item["scale"]),
    }),
  );
}

/** Compares one case of the balancer file. */
export function checkBalancer(report: MathReport, where: string, item: JsonObject): void {
  const quote = asInteger(item["quote_weight"]);
  const balancer = { quote };
  const x = asInteger(item["x_alpha"]);
  const y = asInteger(item["y_tao"]);
  const dx = asInteger(item["dx"]);
  const dy = asInteger(item["dy"]);
  const down = asInteger(item["price_down"]);
  const up = asInteger(item["price_up"]);
  const price = calculatePrice(balancer, x, y);
  const added = { taoReserve: y, alphaReserve: x, taoDelta: dy / 16n, alphaDelta: dx / 16n };
  const functions: Readonly<Record<string, () => unknown>> = {
    "calculate_price(x,y)": () => price,
    "exp_base_quote(x,dx)": () => expBaseQuote(balancer, x, dx),
    "exp_quote_base(y,dy)": () => expQuoteBase(balancer, y, dy),
    "calculate_base_delta_in(price,price_down,x)": () => calculateBaseDeltaIn(balancer, price, down, x),
    "calculate_quote_delta_in(price,price_up,y)": () => calculateQuoteDeltaIn(balancer, price, up, y),
    "get_base_needed_for_quote(y,x,dy/2)": () => getBaseNeededForQuote(balancer, y, x, dy / 2n),
    "update_weights_for_added_liquidity(y,x,dy/16,dx/16)": () => {
      const updated = updateWeightsForAddedLiquidity(balancer, added);
      return { ok: updated !== undefined, quote_weight: (updated ?? balancer).quote };
    },
  };
  const inputs = ["quote_weight", "x_alpha", "y_tao", "dx", "dy", "price_down", "price_up"];
  for (const [name, recorded] of Object.entries(item)) {
    const compute = functions[name];
    if (compute !== undefined) {
      compareResult(report, `${where} ${name}`, recorded, compute);
    } else if (!inputs.includes(name)) {
      reportUnknown(report, `${where} ${name}`);
    }
  }
}

/** Index of the Swap pallet and of its errors, as SCALE writes a DispatchError::Module. */
const swapErrors: Readonly<Record<SwapError, string>> = {
  InsufficientLiquidity: "0x031c02000000",
  PriceLimitExceeded: "0x031c03000000",
  ReservesTooLow: "0x031c07000000",
  SwapInputTooLarge: "0x031c0b000000",
};

/** Compares one case of the swap file. */
export function checkSwap(report: MathReport, where: string, item: JsonObject): void {
  const pool = {
    tao: asInteger(item["tao_reserve"]),
    alpha: asInteger(item["alpha_reserve"]),
    balancer: { quote: asInteger(item["quote_weight"]) },
    feeRate: asNumber(item["fee_rate"]),
  };
  const amount = asInteger(item["amount"]);
  const recorded = asObject(item["result"]);
  const expected: Json = "scale" in recorded ? (recorded["scale"] ?? null) : recorded;
  compareResult(report, `${where} swap`, expected, () => {
    const limitPrice = limitPriceFromRao(asInteger(item["limit_price_1e9"]));
    const side = asText(item["side"]).startsWith("buy") ? "buy" : "sell";
    const dropFees = asBoolean(item["drop_fees"]);
    const result = computeSwap(pool, { side, amount, limitPrice, dropFees }, { simulate: true });
    return "error" in result
      ? swapErrors[result.error]
      : {
          paid_in: result.deltaIn,
          paid_out: result.deltaOut,
          fee_paid: result.feePaid,
          fee_to_block_author: result.feeToBlockAuthor,
        };
  });
  compareResult(report, `${where} price`, item["current_price_bits"] ?? null, () => currentPrice(pool));
  compareResult(report, `${where} fee`, item["approx_fee"] ?? null, () => calculateFeeAmount(pool, amount, false));
  const adjusted = asObject(item["adjust_protocol_liquidity"]);
  compareResult(report, `${where} adjust_protocol_liquidity`, adjusted, () => {
    const taoDelta = asInteger(adjusted["tao_delta"]);
    const alphaDelta = asInteger(adjusted["alpha_delta"]);
    const result = withProtocolLiquidity(pool, taoDelta, alphaDelta);
    return {
      tao_delta: taoDelta,
      alpha_delta: alphaDelta,
      returned: [result.taoDelta, result.alphaDelta],
      quote_weight_after: result.balancer.quote,
    };
  });
}
