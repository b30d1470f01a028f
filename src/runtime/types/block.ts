import { as, type Codec } from "../../codec/codec.ts";
import { struct, wrapper } from "../../codec/composites.ts";
import { tuple, vec } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { type Extrinsic, readExtrinsic } from "../executive/extrinsic.ts";
import { RuntimeCall } from "../frame/outer-codecs.ts";
import { DrandPriority } from "../pallets/drand/types.ts";
import { CheckShieldedTxValidity } from "../pallets/shield/types.ts";
import { SubtensorTransactionExtension } from "../pallets/subtensor/types.ts";
import { ChargeTransactionPaymentWrapper, CheckMortality, CheckNonce, SudoTransactionExtension } from "./extensions.ts";
import {
  CheckGenesis,
  CheckMetadataHash,
  CheckNonZeroSender,
  CheckSpecVersion,
  CheckTxVersion,
  CheckWeight,
} from "./frame.ts";
import { Header, MultiAddress, MultiSignature } from "./substrate.ts";

export const TransactionExtensions = tuple(
  tuple(CheckNonZeroSender, CheckSpecVersion, CheckTxVersion, CheckGenesis, CheckMortality, CheckNonce, CheckWeight),
  tuple(
    ChargeTransactionPaymentWrapper,
    SudoTransactionExtension,
    CheckShieldedTxValidity,
    SubtensorTransactionExtension,
    DrandPriority,
  ),
  CheckMetadataHash,
);

/** An extrinsic as `sp_runtime` describes it: bytes after their length. */
const GenericUncheckedExtrinsic = wrapper(
  "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
  as("", bytes),
  [
    { name: "Address", type: MultiAddress.info },
    { name: "Call", type: RuntimeCall.info },
    { name: "Signature", type: MultiSignature.info },
    { name: "Extra", type: TransactionExtensions.info },
  ],
);

/** An extrinsic of this chain (self-contained ones among them). It is written as `Extrinsic.bytes`. */
export const UncheckedExtrinsic: Codec<Extrinsic> = {
  encode: ({ bytes: whole }, to) => to.raw(whole),
  decode: readExtrinsic,
  info: wrapper(
    "fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic",
    as("generic::UncheckedExtrinsic<Address, Call, Signature, Extension>", GenericUncheckedExtrinsic),
    [
      { name: "Address", type: MultiAddress.info },
      { name: "Call", type: RuntimeCall.info },
      { name: "Signature", type: MultiSignature.info },
      { name: "Extension", type: TransactionExtensions.info },
    ],
  ).info,
};

export const Block = struct(
  "sp_runtime::generic::block::Block",
  { header: as("Header", Header), extrinsics: as("Vec<Extrinsic>", vec(UncheckedExtrinsic)) },
  [
    { name: "Header", type: Header.info },
    { name: "Extrinsic", type: UncheckedExtrinsic.info },
  ],
);
