import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { memoryState } from "../../../../storage/state/memory-state.ts";
import { execute } from "../../../frame/execution.ts";
import type { WriteState } from "../../../frame/state.ts";
import { production } from "../../../rules.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance } from "../../../types/balances.ts";
import { freeBalance, totalIssuance } from "../../balances/accounts.ts";
import { mintInto } from "../../balances/fungible.ts";
import { maxPrice } from "../../swap/impls.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { openSubnet, tao, tradingRuntime } from "../testing/trading-subnet.ts";
import { failureOf as failureIn } from "../testing/whole-state.ts";
import { doAddStake, doAddStakeLimit, getMaxAmountAdd } from "./add-stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet as stakeOf } from "./alpha-shares.ts";
import { createAccountIfNonExistent } from "./helpers.ts";
import { doRemoveStake, doRemoveStakeLimit } from "./remove-stake.ts";

const [coldkey, hotkey, author, owner] = [account("01"), account("02"), account("03"), account("04")];
const netuid = 1;

const runtime = tradingRuntime(author);
const signed = runtime.signed(coldkey);

/** A subnet of 1000 TAO and 4000 alpha, an owned hotkey, a coldkey with 100 TAO. */
function prepared(of = runtime): WriteState {
  const made = execute(memoryState(new Map()).overlay(), production, of);
  openSubnet(made, netuid);
  createAccountIfNonExistent(made, owner, hotkey);
  mintInto(made, coldkey, 100n * tao);
  mintInto(made, author, tao);
  return made;
}
const subnetAccount = (of: WriteState): AccountId => getSubnetAccountId(of, netuid) as AccountId;

let state: WriteState;
beforeEach(() => {
  state = prepared();
});

const failureOf = (run: () => unknown): string | undefined => failureIn(state, run);

describe("add_stake", () => {
  it("moves TAO into the pool, its fee to the author and alpha to the hotkey; no rao is lost", () => {
    const issuance = totalIssuance(state);
    const amount = 10n * tao;
    const fee = (amount * 33n) / 65_535n;
    const bought = doAddStake(state, signed, hotkey, netuid, amount);
    expect(stakeOf(state, hotkey, coldkey, netuid)).toBe(bought);
    expect(storage.SubnetTAO.at(netuid).get(state)).toBe(1_000n * tao + amount - fee);
    expect(storage.SubnetAlphaIn.at(netuid).get(state)).toBe(4_000n * tao - bought);
    expect(storage.SubnetAlphaOut.at(netuid).get(state)).toBe(bought);
    expect(storage.TotalStake.get(state)).toBe(amount);
    expect(storage.SubnetVolume.at(netuid).get(state)).toBe(amount);
    expect(storage.SubnetTaoFlow.at(netuid).get(state)).toBe(amount - fee);
    expect(freeBalance(state, coldkey)).toBe(100n * tao - amount);
    expect(freeBalance(state, author)).toBe(tao + fee);
    expect(freeBalance(state, subnetAccount(state))).toBe(storage.SubnetTAO.at(netuid).get(state));
    expect(totalIssuance(state)).toBe(issuance);
    expect(storage.StakingHotkeys.at(coldkey).get(state)).toEqual([hotkey]);
    expect(storage.Delegates.at(hotkey).exists(state)).toBe(false);
  });

  it("leaves the existential deposit when all is staked", () => {
    doAddStake(state, signed, hotkey, netuid, 100n * tao);
    expect(freeBalance(state, coldkey)).toBe(500n);
  });

  it("without an author moves the fee to the burn address", () => {
    state = prepared(tradingRuntime(undefined));
    doAddStake(state, signed, hotkey, netuid, 10n * tao);
    const burnAddress = "0x6d6f646c6275726e746e73720000000000000000000000000000000000000000";
    expect(freeBalance(state, burnAddress)).toBe((10n * tao * 33n) / 65_535n);
  });

  it("fails in the original's order", () => {
    const add = (amount: bigint, to = netuid) => failureOf(() => doAddStake(state, signed, hotkey, to, amount));
    expect(add(0n, 9)).toBe("SubnetNotExists");
    expect(add(1_000_001n * tao)).toBe("InsufficientLiquidity");
    expect(add(200n * tao)).toBe("NotEnoughBalanceToStake");
    expect(add(2_000_000n)).toBe("AmountTooLow"); // the fee is missing
    expect(add(2_001_007n)).toBe(undefined);
    storage.Owner.at(hotkey).remove(state);
    expect(add(10n * tao)).toBe("HotKeyAccountNotExists");
    storage.SubtokenEnabled.at(netuid).set(state, false);
    expect(add(0n)).toBe("SubtokenDisabled");
  });
});

describe("add_stake_limit", () => {
  const price = 251_000_000n; // the pool starts at 0.25
  const add = (amount: bigint, limit: bigint, partial: boolean) =>
    doAddStakeLimit(state, signed, hotkey, netuid, amount, limit, partial);

  it("takes all or nothing, or what the price allows", () => {
    const most = getMaxAmountAdd(state, netuid, price);
    expect(most).toBeGreaterThan(tao);
    expect(most).toBeLessThan(3n * tao);
    expect(failureOf(() => add(most + 1n, price, false))).toBe("SlippageTooHigh");
    add(50n * tao, price, true);
    expect(freeBalance(state, coldkey)).toBe(100n * tao - most);
    expect(storage.Delegates.at(hotkey).exists(state)).toBe(true);
  });

  it("fails with Swap's error when the price is beyond the limit already", () => {
    expect(failureOf(() => add(tao, 250_000_000n, true))).toBe("Swap.PriceLimitExceeded");
  });

  it("is one to one without a pool", () => {
    storage.SubnetMechanism.at(netuid).set(state, 0);
    expect(getMaxAmountAdd(state, netuid, 1_000_000_000n)).toBe(2n ** 64n - 1n);
    expect(getMaxAmountAdd(state, netuid, 999_999_999n)).toBe(0n);
  });

  it("asks the pool on a subnet of neither kind", () => {
    storage.SubnetMechanism.at(netuid).set(state, 2);
    const most = storage.SubnetTAO.at(netuid).get(state) * 1000n;
    const add = (limit: bigint) => failureOf(() => getMaxAmountAdd(state, netuid, limit));
    expect(add(1_000_000_000n)).toBe("Swap.PriceLimitExceeded"); // the price counts as one there
    expect(getMaxAmountAdd(state, netuid, maxPrice())).toBe(most);
    // What is more than a thousand times the reserve is no concern of the call's own check.
    expect(failureOf(() => doAddStake(state, signed, hotkey, netuid, most + 1n))).toBe("NotEnoughBalanceToStake");
  });
});

describe("remove_stake", () => {
  let held: bigint;
  beforeEach(() => {
    held = doAddStake(state, signed, hotkey, netuid, 50n * tao);
  });

  it("sells what is held when more is asked for, and the author's part of it", () => {
    const before = freeBalance(state, coldkey);
    const authorBefore = freeBalance(state, author);
    doRemoveStake(state, signed, hotkey, netuid, 2n ** 64n - 1n);
    expect(stakeOf(state, hotkey, coldkey, netuid)).toBe(0n);
    expect(storage.SubnetAlphaOut.at(netuid).get(state)).toBe(0n);
    expect(storage.SubnetAlphaIn.at(netuid).get(state)).toBe(4_000n * tao);
    expect(freeBalance(state, coldkey)).toBeGreaterThan(before + 49n * tao);
    expect(freeBalance(state, author)).toBeGreaterThan(authorBefore);
    expect(freeBalance(state, subnetAccount(state))).toBe(storage.SubnetTAO.at(netuid).get(state));
    expect([...storage.AlphaV2.keys(state)]).toEqual([]);
  });

  it("sweeps a nomination that has become too small", () => {
    storage.NominatorMinRequiredStake.set(state, 1_000_000_000n); // 2 TAO
    doRemoveStake(state, signed, hotkey, netuid, held - tao);
    expect(stakeOf(state, hotkey, coldkey, netuid)).toBe(0n);
  });

  it("with a limit puts back what the price did not allow", () => {
    const removed = 100n * tao;
    doRemoveStakeLimit(state, signed, hotkey, netuid, removed, 274_000_000n, true);
    const left = stakeOf(state, hotkey, coldkey, netuid);
    expect(left).toBeGreaterThan(held - removed);
    expect(left).toBeLessThan(held);
    expect(storage.SubnetAlphaOut.at(netuid).get(state)).toBe(left);
  });

  it("does not cap with a limit", () => {
    const remove = (alpha: AlphaBalance) => () =>
      doRemoveStakeLimit(state, signed, hotkey, netuid, alpha, 1_000n, false);
    expect(failureOf(remove(held + 1n))).toBe("NotEnoughStakeToWithdraw");
    expect(failureOf(remove(0n))).toBe("AmountTooLow");
    expect(failureOf(remove(1_000_000n))).toBe("AmountTooLow");
    storage.SubtokenEnabled.at(netuid).set(state, false);
    expect(failureOf(remove(held))).toBe(undefined);
  });

  it("fails without stake, and where alpha is not enabled", () => {
    const other = runtime.signed(account("05"));
    expect(failureOf(() => doRemoveStake(state, other, hotkey, netuid, tao))).toBe("AmountTooLow");
    storage.SubtokenEnabled.at(netuid).set(state, false);
    expect(failureOf(() => doRemoveStake(state, signed, hotkey, netuid, tao))).toBe("SubtokenDisabled");
  });
});
