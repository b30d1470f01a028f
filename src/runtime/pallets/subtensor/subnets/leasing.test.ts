import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { mintInto } from "../../balances/fungible.ts";
import { addProxyDelegate } from "../../proxy/delegates.ts";
import { storage as proxies } from "../../proxy/storage.ts";
import { storage as system } from "../../system/storage.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet as stake,
  getStakeForHotkeyAndColdkeyOnSubnet as stakeOf,
} from "../staking/alpha-shares.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { distributeLeasedNetworkDividends } from "./lease-dividends.ts";
import { doRegisterLeasedNetwork, doTerminateLease } from "./leasing.ts";

const [beneficiary, coldkey, hotkey, own] = [account("01"), account("02"), account("03"), account("04")];
const contributors = [account("05"), account("06")] as const;
const netuid = 1;
const leaseId = 7;
const lease = {
  beneficiary,
  coldkey,
  hotkey,
  emissions_share: 30,
  end_block: 500 as number | undefined,
  netuid,
  cost: 9n,
};
const million = 1_000_000n;

let state: WriteState;
/** A lease of which two contributors have a third each; its subnet's owner has stake. */
beforeEach(() => {
  state = wholeState(200);
  storage.NetworksAdded.at(netuid).set(state, true);
  createAccountIfNonExistent(state, beneficiary, own);
  mintInto(state, coldkey, 1_000_000_000n);
  addProxyDelegate(state, coldkey, beneficiary, "SubnetLeaseBeneficiary", 0);
  storage.SubnetLeases.at(leaseId).set(state, lease);
  storage.SubnetOwner.at(netuid).set(state, coldkey);
  for (const who of contributors) storage.SubnetLeaseShares.at(leaseId, who).set(state, U64F64.one / 3n);
  stake(state, hotkey, coldkey, netuid, 100n * million);
});

describe("doTerminateLease", () => {
  const end = (who: AccountId = beneficiary, id = leaseId, mine = own): string | undefined =>
    failureOf(state, () => doTerminateLease(state, wholeRuntime.signed(who), id, mine));

  it("is for the beneficiary, after the end, with a hotkey of its own", () => {
    expect(end(beneficiary, 8)).toBe("LeaseDoesNotExist");
    expect(end(own)).toBe("ExpectedBeneficiaryOrigin");
    expect(end()).toBe("LeaseHasNotEnded");
    system.Number.set(state, 499);
    expect(end()).toBe("LeaseHasNotEnded");
    system.Number.set(state, 500);
    expect(end(beneficiary, leaseId, hotkey)).toBe("BeneficiaryDoesNotOwnHotkey");
    storage.SubnetLeases.at(leaseId).set(state, { ...lease, end_block: undefined });
    expect(end()).toBe("LeaseHasNoEndBlock");
  });

  it("gives the subnet away and forgets the lease", () => {
    system.Number.set(state, 500);
    storage.AccumulatedLeaseDividends.at(leaseId).set(state, 5n);
    const post = doTerminateLease(state, wholeRuntime.signed(beneficiary), leaseId, own);
    expect(storage.SubnetOwner.at(netuid).get(state)).toBe(beneficiary);
    expect(storage.SubnetOwnerHotkey.at(netuid).get(state)).toBe(own);
    expect(storage.SubnetLeases.at(leaseId).exists(state)).toBe(false);
    expect([...storage.SubnetLeaseShares.keys(state, leaseId)]).toEqual([]);
    expect(storage.AccumulatedLeaseDividends.at(leaseId).exists(state)).toBe(false);
    expect(proxies.Proxies.at(coldkey).exists(state)).toBe(false);
    // For two shares: their reads and writes come on top of four and six.
    expect(post.actualWeight?.ref_time).toBe(56_635_122n + 2n * 912_993n + 6n * 25_000_000n + 8n * 100_000_000n);
    expect(post.actualWeight?.proof_size).toBe(6148n + 2n * 2529n);
  });
});

describe("distributeLeasedNetworkDividends", () => {
  const give = (cut: bigint): void => distributeLeasedNetworkDividends(state, leaseId, cut);
  const collected = (): bigint => storage.AccumulatedLeaseDividends.at(leaseId).get(state);
  const held = (who: AccountId): bigint => stakeOf(state, hotkey, who, netuid);

  it("collects the contributors' part, rounded up, between the blocks of distribution", () => {
    system.Number.set(state, 201);
    give(10n * million + 1n);
    expect(collected()).toBe(3n * million + 1n);
    expect(held(beneficiary)).toBe(0n);
  });

  it("hands it out: to contributors rounded up, to the beneficiary what is left", () => {
    storage.AccumulatedLeaseDividends.at(leaseId).set(state, 6n * million + 1n);
    give(10n * million);
    expect(contributors.map(held)).toEqual([3_000_001n, 3_000_001n]);
    expect(held(beneficiary)).toBe(2_999_999n);
    expect(held(coldkey)).toBe(91n * million - 1n);
    expect(collected()).toBe(0n);
  });

  it("keeps it together while a part is too small to be moved", () => {
    give(10n * million);
    expect([...contributors, beneficiary].map(held)).toEqual([0n, 0n, 0n]);
    expect(held(coldkey)).toBe(100n * million);
    expect(collected()).toBe(3n * million);
  });

  it("gives nothing any more from the end on", () => {
    system.Number.set(state, 500);
    give(100n * million);
    expect(contributors.map(held)).toEqual([0n, 0n]);
    expect(collected()).toBe(0n);
  });
});

describe("doRegisterLeasedNetwork", () => {
  it("is for a crowdloan that is being finalized", () => {
    const register = (): unknown => doRegisterLeasedNetwork(state, wholeRuntime.signed(beneficiary), 30, undefined);
    expect(failureOf(state, register)).toBe("Crowdloan.InvalidCrowdloanId");
  });
});
