import { encode } from "../../codec/codec.ts";
import { Writer } from "../../codec/io.ts";
import type { ReadState } from "../frame/state.ts";
import { invalid, unknownTransaction } from "../frame/validity.ts";
import { validateSubtensorExtension } from "../pallets/subtensor/guards/subtensor-extension.ts";
import { blockHash, blockNumber } from "../pallets/system/initialize.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { eraBirth } from "../types/era.ts";
import { H256 } from "../types/hashes.ts";
import { chargeTransactionPayment } from "./charge-transaction-payment.ts";
import { checkNonce } from "./check-nonce.ts";
import { checkWeight } from "./check-weight.ts";
import type { Explicit } from "./explicit.ts";
import type { TransactionExtension } from "./extension.ts";
import {
  checkMortality,
  checkNonZeroSender,
  checkShieldedTxValidity,
  checkSudo,
  drandPriority,
  silent,
} from "./small-checks.ts";

const subtensorExtension: TransactionExtension = {
  identifier: "SubtensorTransactionExtension",
  validate(state, { who, call }) {
    if (who !== undefined) validateSubtensorExtension(state, who, call);
    return { val: undefined };
  },
};

/** The transaction extensions in the order in which they check, charge and settle. Rust: `TxExtension` of the runtime. */
export const extensions: readonly TransactionExtension[] = [
  checkNonZeroSender,
  silent("CheckSpecVersion"),
  silent("CheckTxVersion"),
  silent("CheckGenesis"),
  checkMortality,
  checkNonce,
  checkWeight,
  chargeTransactionPayment,
  checkSudo,
  checkShieldedTxValidity,
  subtensorExtension,
  drandPriority,
  silent("CheckMetadataHash"),
];

/**
 * What is signed along without being in the extrinsic: spec version, transaction version, genesis hash, the hash of the
 * block the era is born in, and no metadata hash.
 * @throws ValidityFailure when that block is not known any more, or a metadata hash is asked for.
 */
export function implicitData(state: ReadState, { era, mode }: Explicit): Uint8Array {
  const { specVersion, transactionVersion } = state.rules;
  const to = new Writer();
  to.u32(specVersion);
  to.u32(transactionVersion);
  to.raw(encode(H256, blockHash(state, 0)));
  const birth = system.BlockHash.at(Number(BigInt.asUintN(32, eraBirth(era, BigInt(blockNumber(state))))));
  if (!birth.exists(state)) invalid("AncientBirthBlock");
  to.raw(encode(H256, birth.get(state)));
  // The recorded builds carry no metadata hash, so an extrinsic that asks for it cannot be checked.
  if (mode === "Enabled") unknownTransaction("CannotLookup");
  to.u8(0);
  return to.finish();
}
