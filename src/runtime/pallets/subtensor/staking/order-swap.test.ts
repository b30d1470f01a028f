import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { maxU64 } from "../../../../lib/integers.ts";
import type { WriteState } from "../../../frame/state.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { mintInto } from "../../balances/fungible.ts";
import { storage } from "../storage.ts";
import { openSubnet, tao } from "../testing/trading-subnet.ts";
import { failureOf, wholeState } from "../testing/whole-state.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet as stakeOf } from "./alpha-shares.ts";
import { createAccountIfNonExistent } from "./helpers.ts";
import { subtensorOrderSwap as swap } from "./order-swap.ts";

const [coldkey, hotkey, other, otherHotkey] = [account("01"), account("02"), account("03"), account("04")];
const place = { coldkey, hotkey };
const netuid = 1;

let state: WriteState;
/** A subnet of 1000 TAO and 4000 alpha, an owned hotkey, a coldkey with 100 TAO. */
beforeEach(() => {
  state = wholeState(5);
  openSubnet(state, netuid);
  createAccountIfNonExistent(state, other, hotkey);
  mintInto(state, coldkey, 100n * tao);
});

const buy = (amount: bigint, limit = maxU64, validate = true) =>
  failureOf(state, () => swap.buyAlpha(state, place, netuid, amount, limit, validate));
const sell = (amount: bigint, limit = 0n, validate = true) =>
  failureOf(state, () => swap.sellAlpha(state, place, netuid, amount, limit, validate));
const held = () => stakeOf(state, hotkey, coldkey, netuid);

describe("an order at the pool", () => {
  it("needs a subnet that trades, for both sides", () => {
    storage.SubtokenEnabled.at(netuid).set(state, false);
    expect([buy(tao), sell(tao)]).toEqual(["SubtokenDisabled", "SubtokenDisabled"]);
    storage.NetworksAdded.at(netuid).remove(state);
    expect([buy(tao), sell(tao)]).toEqual(["SubnetNotExists", "SubnetNotExists"]);
  });

  it("buys whole or not at all, and is looked at only when asked to", () => {
    const least = 2_000_000n;
    expect(buy(least - 1n)).toBe("AmountTooLow");
    expect(buy(101n * tao)).toBe("NotEnoughBalanceToStake");
    expect(buy(10n * tao, 251_000_000n)).toBe("SlippageTooHigh");
    expect(buy(10n * tao, 256_000_000n)).toBeUndefined();
    expect(held() > 39n * tao && held() < 40n * tao).toBe(true);
    storage.Owner.at(hotkey).remove(state);
    expect(buy(tao)).toBe("HotKeyAccountNotExists");
    expect(buy(tao, maxU64, false)).toBeUndefined();
  });

  it("sells whole or not at all, and is looked at only when asked to", () => {
    buy(10n * tao);
    expect(sell(50n * tao)).toBe("NotEnoughStakeToWithdraw");
    expect(sell(20n * tao, 254_000_000n)).toBe("SlippageTooHigh");
    const before = freeBalance(state, coldkey);
    expect(sell(20n * tao, 240_000_000n)).toBeUndefined();
    expect(freeBalance(state, coldkey) - before > 4n * tao).toBe(true);
    storage.Owner.at(hotkey).remove(state);
    expect(sell(tao)).toBe("HotKeyAccountNotExists");
    expect(sell(tao, 0n, false)).toBeUndefined();
  });

  it("knows no limit where alpha is exchanged one to one", () => {
    storage.SubnetMechanism.at(netuid).set(state, 0);
    expect(buy(tao, 1n)).toBeUndefined();
    expect(held()).toBe(tao);
  });
});

describe("stake beside the pool", () => {
  const move = (amount: bigint, sender = true, receiver = true) =>
    failureOf(state, () => {
      const to = { coldkey: other, hotkey: otherHotkey };
      swap.transferStakedAlpha(state, place, to, netuid, amount, { sender, receiver });
    });

  it("moves to another coldkey and hotkey", () => {
    buy(10n * tao);
    createAccountIfNonExistent(state, other, otherHotkey);
    expect(move(30n * tao)).toBeUndefined();
    expect(stakeOf(state, otherHotkey, other, netuid)).toBe(30n * tao);
    expect(storage.LastColdkeyHotkeyStakeBlock.at(other, otherHotkey).get(state)).toBe(5n);
  });

  it("is looked at on the side that is asked for", () => {
    buy(10n * tao);
    // 8 million of alpha are worth just over the least, 2 million of TAO.
    expect([move(0n), move(7_000_000n)]).toEqual(["AmountTooLow", "AmountTooLow"]);
    expect(move(50n * tao)).toBe("StakeUnavailable");
    expect(move(8_000_000n)).toBe("HotKeyAccountNotExists");
    expect(move(50n * tao, false, false)).toBe("NotEnoughStakeToWithdraw");
    expect(move(1n, false, false)).toBeUndefined();
    storage.Owner.at(hotkey).remove(state);
    expect(move(8_000_000n)).toBe("HotKeyAccountNotExists");
  });
});

describe("TAO and the pallet's hotkey", () => {
  it("are moved and owned plainly", () => {
    swap.transferTao(state, coldkey, other, 100n * tao);
    expect(freeBalance(state, other)).toBe(100n * tao);
    expect(swap.palletHotkeyRegistered(state, other, otherHotkey)).toBe(false);
    swap.registerPalletHotkey(state, other, otherHotkey);
    expect(swap.palletHotkeyRegistered(state, other, otherHotkey)).toBe(true);
  });
});
