import { type Filled, fill } from "./frame/ports.ts";
import { blockAuthor } from "./pallets/aura/slots.ts";
import { purgeNetuid } from "./pallets/commitments/purge-netuid.ts";
import { orderSwap } from "./pallets/limit-orders/ports.ts";
import { addProxyDelegate, removeProxyDelegate } from "./pallets/proxy/delegates.ts";
import { authorship, commitments, epochKernel, leaseProxies } from "./pallets/subtensor/ports.ts";
import { subtensorOrderSwap } from "./pallets/subtensor/staking/order-swap.ts";
import { swapPools } from "./pallets/subtensor/staking/reserves.ts";
import { computeEpochInWasm } from "./pallets/subtensor/yuma/kernel/epoch.ts";
import { subnetPools } from "./pallets/swap/ports.ts";
import { programVersion, versionInSection } from "./pallets/system/code.ts";

/** What pallets need from ones above them, filled in. */
export const ports: readonly Filled[] = [
  fill(subnetPools, swapPools),
  fill(authorship, blockAuthor),
  fill(commitments, { purgeNetuid }),
  fill(leaseProxies, {
    add: (state, lease, who) => addProxyDelegate(state, lease, who, "SubnetLeaseBeneficiary", 0),
    remove: (state, lease, who) => removeProxyDelegate(state, lease, who, "SubnetLeaseBeneficiary", 0),
  }),
  fill(orderSwap, subtensorOrderSwap),
  fill(epochKernel, computeEpochInWasm),
  fill(programVersion, versionInSection),
];
