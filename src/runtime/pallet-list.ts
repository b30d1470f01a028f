import type { Pallet } from "./frame/pallet.ts";
import { adminUtils } from "./pallets/admin-utils/index.ts";
import { alphaAssets } from "./pallets/alpha-assets/index.ts";
import { aura } from "./pallets/aura/index.ts";
import { balances } from "./pallets/balances/index.ts";
import { baseFee } from "./pallets/base-fee/index.ts";
import { commitments } from "./pallets/commitments/index.ts";
import { contracts } from "./pallets/contracts/index.ts";
import { crowdloan } from "./pallets/crowdloan/index.ts";
import { drand } from "./pallets/drand/index.ts";
import { ethereum } from "./pallets/ethereum/index.ts";
import { evm } from "./pallets/evm/index.ts";
import { evmChainId } from "./pallets/evm-chain-id/index.ts";
import { grandpa } from "./pallets/grandpa/index.ts";
import { limitOrders } from "./pallets/limit-orders/index.ts";
import { multisig } from "./pallets/multisig/index.ts";
import { preimage } from "./pallets/preimage/index.ts";
import { proxy } from "./pallets/proxy/index.ts";
import { randomnessCollectiveFlip } from "./pallets/randomness-collective-flip/index.ts";
import { safeMode } from "./pallets/safe-mode/index.ts";
import { scheduler } from "./pallets/scheduler/index.ts";
import { mevShield } from "./pallets/shield/index.ts";
import { subtensorModule } from "./pallets/subtensor/index.ts";
import { sudo } from "./pallets/sudo/index.ts";
import { swap } from "./pallets/swap/index.ts";
import { system } from "./pallets/system/index.ts";
import { timestamp } from "./pallets/timestamp/index.ts";
import { transactionPayment } from "./pallets/transaction-payment/index.ts";
import { utility } from "./pallets/utility/index.ts";

/** The pallets by index, in the order of the original's `construct_runtime!`: hooks and genesis run in it. */
export const pallets: readonly (readonly [index: number, pallet: Pallet])[] = [
  [0, system],
  [1, randomnessCollectiveFlip],
  [2, timestamp],
  [3, aura],
  [4, grandpa],
  [5, balances],
  [6, transactionPayment],
  [7, subtensorModule],
  [11, utility],
  [12, sudo],
  [13, multisig],
  [14, preimage],
  [15, scheduler],
  [16, proxy],
  [18, commitments],
  [19, adminUtils],
  [20, safeMode],
  [21, ethereum],
  [22, evm],
  [23, evmChainId],
  [25, baseFee],
  [26, drand],
  [27, crowdloan],
  [28, swap],
  [29, contracts],
  [30, mevShield],
  [31, alphaAssets],
  [32, limitOrders],
];
