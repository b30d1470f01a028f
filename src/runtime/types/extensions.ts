import { as } from "../../codec/codec.ts";
import { struct, wrapper } from "../../codec/composites.ts";
import { compact } from "../../codec/containers.ts";
import { u32 } from "../../codec/primitives.ts";
import { ChargeTransactionPayment } from "../pallets/transaction-payment/types.ts";
import { Era } from "./era.ts";

export const Runtime = struct("node_subtensor_runtime::Runtime", {});

export const CheckMortality = wrapper("node_subtensor_runtime::check_mortality::CheckMortality", as("Era", Era), [
  { name: "T", type: undefined },
]);

export const CheckNonce = wrapper("node_subtensor_runtime::check_nonce::CheckNonce", as("T::Nonce", compact(u32)), [
  { name: "T", type: undefined },
]);

export const ChargeTransactionPaymentWrapper = struct(
  "node_subtensor_runtime::transaction_payment_wrapper::ChargeTransactionPaymentWrapper",
  { inner: as("ChargeTransactionPayment<T>", ChargeTransactionPayment) },
  [{ name: "T", type: undefined }],
);

export const SudoTransactionExtension = struct("node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension", {}, [
  { name: "T", type: Runtime.info },
]);
