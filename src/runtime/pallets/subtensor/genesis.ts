import { safeFloatFromU64 } from "../../fixed/safe-float.ts";
import { addressShape } from "../../frame/genesis-forms.ts";
import { listShape, maybeShape, tupleShape, u16Shape, u64Shape } from "../../frame/genesis-shape.ts";
import { palletGenesis } from "../../frame/pallet-genesis.ts";
import type { WriteState } from "../../frame/state.ts";
import { type AccountId, zeroAccount } from "../../types/account-id.ts";
import { indexOfMechanism0, type NetUid, rootNetuid } from "../../types/balances.ts";
import { storage } from "./storage.ts";
import { getSymbolForSubnet } from "./subnets/symbols.ts";
import { getCurrentBlockAsU64 } from "./utils/misc.ts";

/** The public keys of //Alice and //Alice_hk. */
const alice: AccountId = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const aliceHotkey: AccountId = "0x506c5a28f51e841b4df26ace64a23d69057fefda24bc9a53cb74197f901e7128";

/** Writes what both subnets of the genesis have. */
function addNetwork(state: WriteState, netuid: NetUid, maxAllowedUids: number): void {
  storage.NetworksAdded.at(netuid).set(state, true);
  storage.TotalNetworks.mutate(state, (networks) => networks + 1);
  storage.SubnetworkN.at(netuid).set(state, 0);
  storage.MaxAllowedUids.at(netuid).set(state, maxAllowedUids);
  storage.MaxAllowedValidators.at(netuid).set(state, 64);
  storage.MinAllowedWeights.at(netuid).set(state, 0);
  storage.Tempo.at(netuid).set(state, 100);
  storage.NetworkRegistrationAllowed.at(netuid).set(state, true);
  storage.TokenSymbol.at(netuid).set(state, getSymbolForSubnet(state, netuid));
}

/** Root, which belongs to //Alice or to nobody. */
function addRoot(state: WriteState): void {
  addNetwork(state, 0, 64);
  storage.SubnetOwner.at(rootNetuid).set(state, state.rules.aliceOwnsRoot ? alice : zeroAccount);
  storage.SubnetOwnerHotkey.at(rootNetuid).set(state, state.rules.aliceOwnsRoot ? aliceHotkey : zeroAccount);
  storage.TargetRegistrationsPerInterval.at(rootNetuid).set(state, 1);
}

/** Subnet 1 with a pool of 10 TAO and 10 alpha that nobody paid for, and one alpha staked by nobody to nobody. */
function addFirstSubnet(state: WriteState): void {
  const netuid = 1;
  const nobody = zeroAccount;
  addNetwork(state, netuid, 256);
  storage.SubnetMechanism.at(netuid).set(state, 1);
  storage.Owner.at(nobody).set(state, nobody);
  storage.SubnetAlphaIn.at(netuid).set(state, 10_000_000_000n);
  storage.SubnetTAO.at(netuid).set(state, 10_000_000_000n);
  storage.SubnetOwner.at(netuid).set(state, nobody);
  storage.SubnetLocked.at(netuid).set(state, 1n);
  storage.LargestLocked.at(netuid).set(state, 1n);
  const stake = 1_000_000_000n;
  storage.AlphaV2.at(nobody, nobody, netuid).set(state, safeFloatFromU64(stake));
  storage.TotalHotkeyAlpha.at(nobody, netuid).set(state, stake);
  storage.TotalHotkeySharesV2.at(nobody, netuid).set(state, safeFloatFromU64(stake));
  storage.SubnetAlphaOut.at(netuid).set(state, stake);
  storage.StakingHotkeys.at(nobody).set(state, [nobody]);
  addFirstNeuron(state, netuid, nobody);
}

function addFirstNeuron(state: WriteState, netuid: NetUid, hotkey: AccountId): void {
  const block = getCurrentBlockAsU64(state);
  storage.SubnetworkN.at(netuid).set(state, 1);
  storage.Active.at(netuid).set(state, [true]);
  storage.Emission.at(netuid).set(state, [0n]);
  storage.Consensus.at(netuid).set(state, [0]);
  storage.Incentive.at(indexOfMechanism0(netuid)).set(state, [0]);
  storage.Dividends.at(netuid).set(state, [0]);
  storage.LastUpdate.at(indexOfMechanism0(netuid)).set(state, [block]);
  storage.ValidatorTrust.at(netuid).set(state, [0]);
  storage.ValidatorPermit.at(netuid).set(state, [false]);
  storage.Keys.at(netuid, 0).set(state, hotkey);
  storage.Uids.at(netuid, hotkey).set(state, 0);
  storage.BlockAtRegistration.at(netuid, 0).set(state, block);
  storage.IsNetworkMember.at(hotkey, netuid).set(state, true);
}

/**
 * Root and subnet 1, the issuance in rao, and after how many blocks subnets may be started; stakes are read and ignored,
 * as in the original. Rust: subtensor `pallets/subtensor/src/macros/genesis.rs`.
 */
export const genesis = palletGenesis({
  section: "subtensorModule",
  fields: {
    stakes: listShape(tupleShape(addressShape, listShape(tupleShape(addressShape, tupleShape(u64Shape, u16Shape))))),
    balancesIssuance: u64Shape,
    startCallDelay: maybeShape(u64Shape),
  },
  defaults: { stakes: [], balancesIssuance: 0, startCallDelay: null },
  build(state, { balancesIssuance, startCallDelay }) {
    storage.TotalIssuance.set(state, balancesIssuance);
    if (startCallDelay !== undefined) storage.StartCallDelay.set(state, startCallDelay);
    addRoot(state);
    addFirstSubnet(state);
  },
});
