import { accountNonceApi } from "./apis/account-nonce-api.ts";
import { auraApi } from "./apis/aura-api.ts";
import { babeApi } from "./apis/babe-api.ts";
import { blockBuilder } from "./apis/block-builder.ts";
import { contractsApi } from "./apis/contracts-api.ts";
import { convertTransactionRuntimeApi } from "./apis/convert-transaction.ts";
import { core } from "./apis/core.ts";
import { delegateInfoRuntimeApi } from "./apis/delegate-info.ts";
import { ethereumRuntimeRPCApi } from "./apis/ethereum-runtime-rpc.ts";
import { genesisBuilder } from "./apis/genesis-builder.ts";
import { grandpaApi } from "./apis/grandpa-api.ts";
import { metadata } from "./apis/metadata.ts";
import { neuronInfoRuntimeApi } from "./apis/neuron-info.ts";
import { offchainWorkerApi } from "./apis/offchain-worker-api.ts";
import { proxyFilterRuntimeApi } from "./apis/proxy-filter.ts";
import { sessionKeys } from "./apis/session-keys.ts";
import { shieldApi } from "./apis/shield-api.ts";
import { stakeInfoRuntimeApi } from "./apis/stake-info.ts";
import { subnetInfoRuntimeApi } from "./apis/subnet-info.ts";
import { subnetRegistrationRuntimeApi } from "./apis/subnet-registration.ts";
import { swapRuntimeApi } from "./apis/swap.ts";
import { taggedTransactionQueue } from "./apis/tagged-transaction-queue.ts";
import { transactionPaymentApi } from "./apis/transaction-payment-api.ts";
import { transactionPaymentCallApi } from "./apis/transaction-payment-call-api.ts";
import type { RuntimeApi } from "./frame/runtime-api.ts";

/** The runtime APIs in the order of metadata. */
export const apis: readonly RuntimeApi[] = [
  core,
  metadata,
  blockBuilder,
  genesisBuilder,
  taggedTransactionQueue,
  offchainWorkerApi,
  auraApi,
  sessionKeys,
  grandpaApi,
  accountNonceApi,
  transactionPaymentApi,
  transactionPaymentCallApi,
  ethereumRuntimeRPCApi,
  convertTransactionRuntimeApi,
  contractsApi,
  delegateInfoRuntimeApi,
  neuronInfoRuntimeApi,
  subnetInfoRuntimeApi,
  stakeInfoRuntimeApi,
  subnetRegistrationRuntimeApi,
  proxyFilterRuntimeApi,
  babeApi,
  swapRuntimeApi,
  shieldApi,
];
