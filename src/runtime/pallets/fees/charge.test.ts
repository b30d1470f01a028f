import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { memoryState } from "../../../storage/state/memory-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type Execution, execute } from "../../frame/execution.ts";
import type { WriteState } from "../../frame/state.ts";
import { ValidityFailure } from "../../frame/validity.ts";
import { zeroWeight } from "../../frame/weight.ts";
import { production } from "../../rules.ts";
import { freeBalance, totalIssuance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../subtensor/staking/alpha-shares.ts";
import { storage } from "../subtensor/storage.ts";
import { openSubnet, tao, tradingRuntime } from "../subtensor/testing/trading-subnet.ts";
import { feesInAlpha } from "./alpha-fees.ts";
import { canWithdrawFee, correctAndDepositFee, withdrawFee } from "./charge.ts";

const [payer, hotkey, author] = [account("01"), account("02"), account("03")];
const netuid = 1;

/** A subnet of 1000 TAO and 4000 alpha, on which the payer holds 10 alpha. */
function prepared(runtime = tradingRuntime(author)): Execution {
  const made = execute(memoryState(new Map()).overlay(), production, runtime);
  openSubnet(made, netuid);
  storage.SubnetAlphaOut.at(netuid).set(made, 10n * tao);
  increaseStakeForHotkeyAndColdkeyOnSubnet(made, hotkey, payer, netuid, 10n * tao);
  mintInto(made, author, tao);
  return made;
}

let state: WriteState;
beforeEach(() => {
  state = prepared();
});

const info = { call_weight: zeroWeight, extension_weight: zeroWeight, class: "Normal", pays_fee: "Yes" } as const;
const remark: CallValue = { pallet: "System", name: "remark", args: {} };
const unstake: CallValue = { pallet: "SubtensorModule", name: "remove_stake", args: { hotkey, netuid } };
const stake = () => getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, payer, netuid);
const correct = (fee: bigint, tip: bigint, taken: ReturnType<typeof withdrawFee>) =>
  correctAndDepositFee(state, payer, info, {}, fee, tip, taken);

describe("a fee in TAO", () => {
  it("is taken at its worst, given back in part, and goes to the author with the tip", () => {
    mintInto(state, payer, tao);
    const issuance = totalIssuance(state);
    expect(canWithdrawFee(state, payer, remark, info, 1_000n, 100n)).toBe(true);
    const taken = withdrawFee(state, payer, remark, info, 1_000n, 100n);
    expect(freeBalance(state, payer)).toBe(tao - 1_000n);
    correct(700n, 100n, taken);
    expect(freeBalance(state, payer)).toBe(tao - 700n);
    expect(freeBalance(state, author)).toBe(tao + 700n);
    expect(totalIssuance(state)).toBe(issuance);
  });

  it("is burned without an author", () => {
    state = prepared(tradingRuntime(undefined));
    mintInto(state, payer, tao);
    const issuance = totalIssuance(state);
    correct(1_000n, 0n, withdrawFee(state, payer, remark, info, 1_000n, 0n));
    expect(totalIssuance(state)).toBe(issuance - 1_000n);
  });

  it("never ends the payer", () => {
    mintInto(state, payer, 1_000n);
    expect(canWithdrawFee(state, payer, remark, info, 500n, 0n)).toBe(true);
    expect(canWithdrawFee(state, payer, remark, info, 501n, 0n)).toBe(false);
    expect(() => withdrawFee(state, payer, remark, info, 501n, 0n)).toThrow(ValidityFailure);
  });

  it("is not given back to a payer that is gone", () => {
    mintInto(state, payer, 2_000n);
    const taken = withdrawFee(state, payer, remark, info, 1_000n, 0n);
    const gone = prepared();
    state = gone;
    correct(200n, 0n, taken);
    expect(freeBalance(state, payer)).toBe(0n);
    expect(freeBalance(state, author)).toBe(tao + 1_000n);
  });

  it("of nothing does nothing", () => {
    expect(withdrawFee(state, payer, remark, info, 0n, 0n)).toBe(undefined);
    correct(0n, 0n, undefined);
    expect(canWithdrawFee(state, payer, remark, info, 0n, 0n)).toBe(true);
  });
});

describe("a fee in alpha", () => {
  it("is sold from the stake that the call lowers, paid to the author, and final", () => {
    expect(canWithdrawFee(state, payer, unstake, info, 1_000_000n, 0n)).toBe(true);
    const taken = withdrawFee(state, payer, unstake, info, 1_000_000n, 0n);
    const taoAmount = freeBalance(state, author) - tao;
    expect(taken).toEqual({ type: "Alpha", alphaFee: 4_000_000n, taoAmount, netuid });
    expect(stake()).toBe(10n * tao - 4_000_000n);
    expect(taoAmount).toBeGreaterThan(999_000n);
    expect(taoAmount).toBeLessThanOrEqual(1_000_000n);
    correct(1n, 0n, taken);
    expect(freeBalance(state, author)).toBe(tao + taoAmount);
  });

  it("takes what there is when prices moved since it was validated", () => {
    expect(canWithdrawFee(state, payer, unstake, info, 3n * tao, 0n)).toBe(false);
    expect(withdrawFee(state, payer, unstake, info, 3n * tao, 0n)).toMatchObject({ alphaFee: 10n * tao });
    expect(stake()).toBe(0n);
  });

  it("is refused when the sale fails, and nothing stays changed", () => {
    storage.SubnetTAO.at(netuid).set(state, 999_999n);
    expect(() => withdrawFee(state, payer, unstake, info, 1_000n, 0n)).toThrow(ValidityFailure);
    expect(stake()).toBe(10n * tao);
  });

  it("is for calls that lower one stake", () => {
    const call = (name: string, args: object): CallValue => ({ pallet: "SubtensorModule", name, args: { ...args } });
    const moves = { origin_hotkey: hotkey, origin_netuid: 5, destination_hotkey: author, destination_netuid: 6 };
    expect(feesInAlpha(state, payer, call("move_stake", moves))).toEqual([{ hotkey, netuid: 5 }]);
    expect(feesInAlpha(state, payer, call("swap_stake", { hotkey, origin_netuid: 4 }))).toEqual([
      { hotkey, netuid: 4 },
    ]);
    expect(feesInAlpha(state, payer, call("unstake_all", { hotkey }))).toEqual([{ hotkey, netuid }]);
    expect(feesInAlpha(state, payer, call("add_stake", { hotkey, netuid }))).toEqual([]);
    expect(feesInAlpha(state, payer, remark)).toEqual([]);
    storage.NetworksAdded.at(2).set(state, true);
    storage.SubtokenEnabled.at(2).set(state, true);
    increaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, payer, 2, tao);
    expect(feesInAlpha(state, payer, call("unstake_all", { hotkey }))).toHaveLength(2);
    expect(canWithdrawFee(state, payer, call("unstake_all", { hotkey }), info, 1n, 0n)).toBe(false);
  });
});
