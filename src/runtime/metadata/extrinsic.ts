import type { Codec, OuterTypes } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { fixedHex, u32, unit } from "../../codec/primitives.ts";
import { DrandPriority } from "../pallets/drand/types.ts";
import { CheckShieldedTxValidity } from "../pallets/shield/types.ts";
import { SubtensorTransactionExtension } from "../pallets/subtensor/types.ts";
import { ChargeTransactionPayment } from "../pallets/transaction-payment/types.ts";
import { CheckMortality, CheckNonce, SudoTransactionExtension } from "../types/extensions.ts";
import {
  CheckGenesis,
  CheckMetadataHash,
  CheckNonZeroSender,
  CheckSpecVersion,
  CheckTxVersion,
  CheckWeight,
} from "../types/frame.ts";
import { H256 } from "../types/hashes.ts";
import type { Registry } from "./registry.ts";

/** The transaction extensions as clients see them: name, explicit type, implicit type. The fee wrapper shows what it wraps. */
const extensions: readonly (readonly [identifier: string, type: Codec<unknown>, implicit: Codec<unknown>])[] = [
  ["CheckNonZeroSender", CheckNonZeroSender, unit],
  ["CheckSpecVersion", CheckSpecVersion, u32],
  ["CheckTxVersion", CheckTxVersion, u32],
  ["CheckGenesis", CheckGenesis, H256],
  ["CheckMortality", CheckMortality, H256],
  ["CheckNonce", CheckNonce, unit],
  ["CheckWeight", CheckWeight, unit],
  ["ChargeTransactionPayment", ChargeTransactionPayment, unit],
  ["SudoTransactionExtension", SudoTransactionExtension, unit],
  ["CheckShieldedTxValidity", CheckShieldedTxValidity, unit],
  ["SubtensorTransactionExtension", SubtensorTransactionExtension, unit],
  ["DrandPriority", DrandPriority, unit],
  ["CheckMetadataHash", CheckMetadataHash, option(fixedHex(32))],
];

/**
 * The extensions of signed extrinsics in their order, with the types that are sent and the types that are only
 * signed.
 */
export function extensionMetadata({ idOf }: Registry): { identifier: string; type: number; implicit: number }[] {
  return extensions.map(([identifier, type, implicit]) => ({
    identifier,
    type: idOf(type.info),
    implicit: idOf(implicit.info),
  }));
}

/** The ids of the outer call, event and error. */
export function outerEnumMetadata(
  { idOf }: Registry,
  outer: OuterTypes,
): { call: number; event: number; error: number } {
  const of = (name: "RuntimeCall" | "RuntimeEvent" | "RuntimeError"): number =>
    idOf((outer[name] as Codec<unknown>).info);
  return { call: of("RuntimeCall"), event: of("RuntimeEvent"), error: of("RuntimeError") };
}
