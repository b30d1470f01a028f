import { u16, u64 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { NonZeroU64 } from "../../types/cow.ts";
import { PalletId } from "../../types/frame.ts";

/** What is fixed for Swap. */
export const constants = defineConstants({
  ProtocolId: constant("Protocol id.", PalletId, fromHex("0x74656e2f73776170")),
  MaxFeeRate: constant("Max fee rate.", u16, 10_000),
  MinimumLiquidity: constant("Minimum liquidity.", u64, 1000n),
  MinimumReserve: constant("Minimum reserve.", NonZeroU64, 1_000_000n),
});
