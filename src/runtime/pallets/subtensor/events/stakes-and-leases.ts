import { as } from "../../../../codec/codec.ts";
import { option } from "../../../../codec/containers.ts";
import { bool, bytes, u16, u32, u64 } from "../../../../codec/primitives.ts";
import { event } from "../../../frame/events.ts";
import { AccountIdT, AlphaBalance, NetUid, NetUidStorageIndex, TaoBalance } from "../../../types/balances.ts";
import { H160, H256 } from "../../../types/hashes.ts";

/** Stakes that change hands, Ethereum addresses, leases, and timelocked weights. */
export const stakeAndLeaseEvents = {
  StakeTransferred: event(
    "Stake went to another coldkey: from coldkey, to coldkey, hotkey, from netuid, to netuid, worth in rao.",
    [AccountIdT, AccountIdT, AccountIdT, NetUid, NetUid, TaoBalance],
  ),
  StakeSwapped: event("Stake went to another subnet: coldkey, hotkey, from netuid, to netuid, worth in rao.", [
    AccountIdT,
    AccountIdT,
    NetUid,
    NetUid,
    TaoBalance,
  ]),
  TransferToggle: event("Transfers of stake on a subnet were allowed or forbidden: netuid, allowed or not.", [
    NetUid,
    bool,
  ]),
  SubnetOwnerHotkeySet: event("The hotkey that stands for a subnet's owner was set: netuid, hotkey.", [
    NetUid,
    AccountIdT,
  ]),
  FirstEmissionBlockNumberSet: event("A subnet was started: netuid, the block of its first emission.", [NetUid, u64]),
  AlphaRecycled: event("Alpha was ended and left the issuance: coldkey, hotkey, alpha rao, netuid.", [
    AccountIdT,
    AccountIdT,
    AlphaBalance,
    NetUid,
  ]),
  AlphaBurned: event("Alpha was ended and stays in the issuance: coldkey, hotkey, alpha rao, netuid.", [
    AccountIdT,
    AccountIdT,
    AlphaBalance,
    NetUid,
  ]),
  EvmKeyAssociated: event("An Ethereum address was bound to a hotkey on a subnet.", {
    netuid: NetUid,
    hotkey: AccountIdT,
    evm_key: as("H160", H160),
    block_associated: u64,
  }),
  CRV3WeightsRevealed: event("Encrypted weights in an old form were set: netuid, hotkey. Nothing tells it any more.", [
    NetUid,
    AccountIdT,
  ]),
  CommitRevealPeriodsSet: event("How long after their commit weights are revealed was set: netuid, epochs.", [
    NetUid,
    u64,
  ]),
  CommitRevealEnabled: event("Commit and reveal of weights was switched on or off: netuid, on or off.", [NetUid, bool]),
  HotkeySwappedOnSubnet: event("A hotkey gave what it is and has to another one on one subnet.", {
    coldkey: AccountIdT,
    old_hotkey: AccountIdT,
    new_hotkey: AccountIdT,
    netuid: NetUid,
  }),
  SubnetLeaseCreated: event("A leased subnet was created with what a crowdloan raised.", {
    beneficiary: AccountIdT,
    lease_id: as("LeaseId", u32),
    netuid: NetUid,
    end_block: as("Option<BlockNumberFor<T>>", option(u32)),
  }),
  SubnetLeaseTerminated: event("A leased subnet went to the beneficiary after the lease's end.", {
    beneficiary: AccountIdT,
    netuid: NetUid,
  }),
  SymbolUpdated: event("The token of a subnet got another symbol.", { netuid: NetUid, symbol: bytes }),
  CommitRevealVersionSet: event("The version of timelocked commits was set: version.", [u16]),
  TimelockedWeightsCommitted: event(
    "Encrypted weights were kept: hotkey, netuid and mechanism (netuid + 4096 * mecid), hash of the ciphertext, drand round.",
    [AccountIdT, NetUidStorageIndex, as("H256", H256), u64],
  ),
  TimelockedWeightsRevealed: event(
    "Encrypted weights were opened and set: netuid and mechanism (netuid + 4096 * mecid), hotkey.",
    [NetUidStorageIndex, AccountIdT],
  ),
};
