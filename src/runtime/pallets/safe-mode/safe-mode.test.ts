import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { baseFilter } from "../../base-filter.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type FailureReason, okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance, totalIssuance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { errors as systemErrors } from "../system/errors.ts";
import { system } from "../system/index.ts";
import { placeDeposit } from "./deposits.ts";
import { errors } from "./errors.ts";
import { safeMode } from "./index.ts";
import { storage } from "./storage.ts";

const alice: AccountId = `0x${"aa".repeat(32)}`;
const tao = 1_000_000_000n;
const deposit = { account: alice, block: 1 };

let bare: BareState;
const dispatch = (call: CallValue, root: boolean): FailureReason | undefined => {
  const { runtime } = bare.state;
  const result = okOr(() => runtime.dispatch(bare.state, call, root ? rootOrigin : runtime.signed(alice)));
  return "failure" in result ? result.failure.reason : undefined;
};
const run = (name: string, root: boolean, args = {}) => dispatch({ pallet: "SafeMode", name, args }, root);
const until = () => storage.EnteredUntil.get(bare.state);

beforeEach(() => {
  bare = bareState(
    [
      [0, system],
      [5, balances],
      [20, safeMode],
    ],
    { baseFilter },
  );
  mintInto(bare.state, alice, tao);
  bare.forget();
});

describe("safe mode", () => {
  it("is entered, extended and ended by root alone", () => {
    for (const name of ["force_enter", "force_extend", "force_exit", "force_slash_deposit", "force_release_deposit"])
      expect(run(name, false, deposit)).toBe("BadOrigin");
    expect(run("enter", false)).toBe(errors.NotConfigured);
    expect(run("extend", false)).toBe(errors.Exited);
    expect(run("force_extend", true)).toBe(errors.Exited);
    expect(run("force_exit", true)).toBe(errors.Exited);
    expect(run("force_enter", true)).toBe(undefined);
    expect(until()).toBe(7_201);
    expect(run("force_enter", true)).toBe(errors.Entered);
    expect(run("enter", false)).toBe(errors.Entered);
    expect(run("extend", false)).toBe(errors.NotConfigured);
    run("force_extend", true);
    expect(until()).toBe(10_801);
    run("force_exit", true);
    expect(until()).toBe(undefined);
    expect(bare.told()).toEqual(["Entered", "Extended", "Exited"]);
  });

  it("lets few calls through, and ends after its last block", () => {
    const transfer: CallValue = {
      pallet: "Balances",
      name: "transfer_keep_alive",
      args: { dest: { type: "Id", value: alice }, value: 1n },
    };
    run("force_enter", true);
    expect(dispatch(transfer, false)).toBe(systemErrors.CallFiltered);
    safeMode.hooks.onInitialize?.(bare.state, 7_201);
    expect(until()).toBe(7_201);
    safeMode.hooks.onInitialize?.(bare.state, 7_202);
    expect(until()).toBe(undefined);
    expect(dispatch(transfer, false)).toBe(undefined);
  });
});

describe("a deposit", () => {
  it("is placed once, and freed by root", () => {
    placeDeposit(bare.state, alice, 100n);
    expect(bare.reasonOf(() => placeDeposit(bare.state, alice, 100n))).toBe(errors.AlreadyDeposited);
    expect(run("release_deposit", false, deposit)).toBe(errors.NotConfigured);
    expect(run("release_deposit", false, { ...deposit, block: 2 })).toBe(errors.NoDeposit);
    expect(freeBalance(bare.state, alice)).toBe(tao - 100n);
    expect(run("force_release_deposit", true, deposit)).toBe(undefined);
    expect(freeBalance(bare.state, alice)).toBe(tao);
    run("force_enter", true);
    placeDeposit(bare.state, alice, 100n);
    expect(run("release_deposit", false, deposit)).toBe(errors.Entered);
  });

  it("is burned by root", () => {
    placeDeposit(bare.state, alice, 100n);
    expect(run("force_slash_deposit", true, deposit)).toBe(undefined);
    expect(totalIssuance(bare.state)).toBe(tao - 100n);
    expect(run("force_slash_deposit", true, deposit)).toBe(errors.NoDeposit);
  });

  it("of more than there is is refused", () => {
    expect(bare.reasonOf(() => placeDeposit(bare.state, alice, 2n * tao))).toBe(errors.CurrencyError);
  });
});
