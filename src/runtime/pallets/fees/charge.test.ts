import { beforeEach, describe, expect, it } from "vitest";
import { memoryState } from "../../../storage/state/memory-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import { composeRuntime } from "../../frame/compose.ts";
import { type Execution, execute } from "../../frame/execution.ts";
import { definePallet } from "../../frame/pallet.ts";
import { fill } from "../../frame/ports.ts";
import type { WriteState } from "../../frame/state.ts";
import { ValidityFailure } from "../../frame/validity.ts";
import { zeroWeight } from "../../frame/weight.ts";
import { production } from "../../rules.ts";
import type { AccountId } from "../../types/account-id.ts";
import { alphaAssets } from "../alpha-assets/index.ts";
import { freeBalance, totalIssuance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { errors } from "../subtensor/errors.ts";
import { events } from "../subtensor/events.ts";
import { authorship } from "../subtensor/ports.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../subtensor/staking/alpha-shares.ts";
import { swapPools } from "../subtensor/staking/reserves.ts";
import { storage } from "../subtensor/storage.ts";
import { getSubnetAccountId } from "../subtensor/subnets/subnet.ts";
import { swap } from "../swap/index.ts";
import { subnetPools } from "../swap/ports.ts";
import { system } from "../system/index.ts";
import { feesInAlpha } from "./alpha-fees.ts";
import { canWithdrawFee, correctAndDepositFee, withdrawFee } from "./charge.ts";

const account = (byte: string): AccountId => `0x${byte.repeat(32)}`;
const [payer, hotkey, author] = [account("01"), account("02"), account("03")];
const netuid = 1;
const tao = 1_000_000_000n;
const subtensor = definePallet({ name: "SubtensorModule", docs: "", module: "", storage, events, errors });

const runtimeWith = (who: AccountId | undefined) =>
  composeRuntime({
    rules: production,
    pallets: [
      [0, system],
      [5, balances],
      [7, subtensor],
      [28, swap],
      [31, alphaAssets],
    ],
    apis: [],
    ports: [fill(subnetPools, swapPools), fill(authorship, () => who)],
    guards: { check: () => {}, weight: () => zeroWeight },
    baseFilter: () => true,
  });

/** A subnet of 1000 TAO and 4000 alpha, on which the payer holds 10 alpha. */
function prepared(runtime = runtimeWith(author)): Execution {
  const made = execute(memoryState(new Map()).overlay(), production, runtime);
  storage.NetworksAdded.at(netuid).set(made, true);
  storage.SubnetMechanism.at(netuid).set(made, 1);
  storage.SubtokenEnabled.at(netuid).set(made, true);
  storage.SubnetTAO.at(netuid).set(made, 1_000n * tao);
  storage.SubnetAlphaIn.at(netuid).set(made, 4_000n * tao);
  storage.SubnetAlphaOut.at(netuid).set(made, 10n * tao);
  increaseStakeForHotkeyAndColdkeyOnSubnet(made, hotkey, payer, netuid, 10n * tao);
  mintInto(made, getSubnetAccountId(made, netuid) as AccountId, 1_000n * tao);
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
    state = prepared(runtimeWith(undefined));
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
