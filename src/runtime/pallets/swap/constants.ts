import { u16, u64 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { PalletId } from "../../types/frame.ts";
import { NonZeroU64 } from "../../types/wrappers.ts";

/** What is fixed for Swap. */
export const constants = defineConstants({
  ProtocolId: constant("What the account of the pools is made from.", PalletId, fromHex("0x74656e2f73776170")),
  MaxFeeRate: constant("The highest fee of swaps that may be set, in parts of 65535.", u16, 10_000),
  MinimumLiquidity: constant("The least liquidity of a position; there are none any more.", u64, 1000n),
  MinimumReserve: constant("The smallest reserve against which is swapped, rao.", NonZeroU64, 1_000_000n),
});
