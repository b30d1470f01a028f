import { composeRuntime, type Runtime } from "../../../frame/compose.ts";
import { definePallet } from "../../../frame/pallet.ts";
import { fill } from "../../../frame/ports.ts";
import type { WriteState } from "../../../frame/state.ts";
import { zeroWeight } from "../../../frame/weight.ts";
import { production } from "../../../rules.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { alphaAssets } from "../../alpha-assets/index.ts";
import { mintInto } from "../../balances/fungible.ts";
import { balances } from "../../balances/index.ts";
import { swap } from "../../swap/index.ts";
import { subnetPools } from "../../swap/ports.ts";
import { system } from "../../system/index.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { authorship } from "../ports.ts";
import { swapPools } from "../staking/reserves.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";

/** One TAO in rao. */
export const tao = 1_000_000_000n;

const subtensor = definePallet({ name: "SubtensorModule", docs: "", module: "", storage, events, errors });

/** A runtime of what trading alpha needs, in which all blocks are of one author, or of none. */
export function tradingRuntime(author: AccountId | undefined): Runtime {
  return composeRuntime({
    rules: production,
    pallets: [
      [0, system],
      [5, balances],
      [7, subtensor],
      [28, swap],
      [31, alphaAssets],
    ],
    apis: [],
    ports: [fill(subnetPools, swapPools), fill(authorship, () => author)],
    guards: { check: () => {}, weight: () => zeroWeight },
    baseFilter: () => true,
  });
}

/** Makes a subnet that trades: 1000 TAO, which its account holds, and 4000 alpha in its pool. */
export function openSubnet(state: WriteState, netuid: NetUid): void {
  storage.NetworksAdded.at(netuid).set(state, true);
  storage.SubnetMechanism.at(netuid).set(state, 1);
  storage.SubtokenEnabled.at(netuid).set(state, true);
  storage.SubnetTAO.at(netuid).set(state, 1_000n * tao);
  storage.SubnetAlphaIn.at(netuid).set(state, 4_000n * tao);
  mintInto(state, getSubnetAccountId(state, netuid) as AccountId, 1_000n * tao);
}
