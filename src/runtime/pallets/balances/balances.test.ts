import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { FailureReason } from "../../frame/dispatch-error.ts";
import type { Execution } from "../../frame/execution.ts";
import { preimage } from "../preimage/index.ts";
import {
  accountExists,
  accountOf,
  consumers,
  decProviders,
  incConsumers,
  incProviders,
  maxConsumers,
} from "../system/accounts.ts";
import { system } from "../system/index.ts";
import { freeBalance, reservedBalance, totalIssuance } from "./accounts.ts";
import { depositCreating, withdrawCurrency } from "./currency.ts";
import { errors } from "./errors.ts";
import { forceSetBalance } from "./force.ts";
import { burnFrom, mintInto, reducibleBalance, transfer } from "./fungible.ts";
import { balanceOnHold, hold, release } from "./holds.ts";
import { deposit, dropCredit, issue, resolve, withdraw } from "./imbalances.ts";
import { balances } from "./index.ts";
import { setLock } from "./locks.ts";
import { repatriateReserved, reserve, unreserve } from "./reserves.ts";

const [alice, bob, carol] = [account("aa"), account("bb"), account("cc")];
let bare: BareState;
let state: Execution;

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [14, preimage],
  ]);
  state = bare.state;
  mintInto(state, alice, 10_000n);
  bare.forget();
});

const reasonOf = (attempt: () => void): FailureReason | undefined => bare.reasonOf(attempt);

describe("transfers", () => {
  it("make an account and tell of it in the original's order", () => {
    transfer(state, alice, bob, 500n, "Preserve");
    expect(bare.told()).toEqual(["NewAccount", "Endowed", "Transfer"]);
    expect([freeBalance(state, alice), freeBalance(state, bob)]).toEqual([9_500n, 500n]);
    expect(accountOf(state, bob)).toMatchObject({ nonce: 0, providers: 1, consumers: 0, sufficients: 0 });
  });

  it("end an account, and what is left below the existential deposit is lost to issuance", () => {
    transfer(state, alice, bob, 9_600n, "Expendable");
    expect(bare.told()).toEqual(["KilledAccount", "DustLost", "NewAccount", "Endowed", "Transfer"]);
    expect(accountExists(state, alice)).toBe(false);
    expect(totalIssuance(state)).toBe(9_600n);
  });

  it("are refused for the original's reasons", () => {
    const token = (value: string): unknown => ({ type: "Token", value });
    expect(reasonOf(() => transfer(state, alice, bob, 10_001n, "Expendable"))).toEqual({
      type: "Arithmetic",
      value: "Underflow",
    });
    mintInto(state, carol, 1_000n);
    expect(reasonOf(() => transfer(state, alice, bob, 10_001n, "Expendable"))).toEqual(token("FundsUnavailable"));
    expect(reasonOf(() => transfer(state, alice, bob, 499n, "Expendable"))).toEqual(token("BelowMinimum"));
    expect(reasonOf(() => transfer(state, alice, bob, 9_501n, "Preserve"))).toEqual(token("NotExpendable"));
    incConsumers(state, alice);
    expect(reasonOf(() => transfer(state, alice, bob, 10_000n, "Expendable"))).toEqual(token("Frozen"));
  });

  it("to oneself change nothing and tell nothing", () => {
    transfer(state, alice, alice, 9_000n, "Preserve");
    expect(bare.told()).toEqual([]);
    expect(freeBalance(state, alice)).toBe(10_000n);
  });
});

describe("imbalances", () => {
  it("are told when made and taken back in silence", () => {
    const credit = issue(state, 700n);
    expect(totalIssuance(state)).toBe(10_700n);
    dropCredit(state, credit);
    expect(totalIssuance(state)).toBe(10_000n);
    expect(bare.told()).toEqual(["Issued"]);
  });

  it("come back when the account cannot take them", () => {
    const credit = withdraw(state, alice, 400n, "Exact", "Preserve", "Polite");
    expect(resolve(state, bob, credit)).toEqual(credit);
    expect(resolve(state, alice, credit)).toBeUndefined();
    expect(bare.told()).toEqual(["Withdraw", "Deposit"]);
    expect(totalIssuance(state)).toBe(10_000n);
  });

  it("of nothing are deposited all the same", () => {
    deposit(state, alice, 0n, "Exact");
    expect(bare.told()).toEqual(["Deposit"]);
  });

  it("of the older kind give nothing to an account that would not live", () => {
    expect(depositCreating(state, bob, 499n).amount).toBe(0n);
    expect(depositCreating(state, bob, 500n).amount).toBe(500n);
    expect(bare.told()).toEqual(["Deposit", "NewAccount", "Endowed"]);
    expect(reasonOf(() => withdrawCurrency(state, alice, 9_501n, "KeepAlive"))).toBe(errors.Expendability);
  });
});

describe("what is set aside", () => {
  it("consumes the account and cannot be sent", () => {
    reserve(state, alice, 4_000n);
    expect([freeBalance(state, alice), reservedBalance(state, alice), consumers(state, alice)]).toEqual([
      6_000n,
      4_000n,
      1,
    ]);
    expect(reducibleBalance(state, alice, "Expendable", "Polite")).toBe(5_500n);
    expect(unreserve(state, alice, 4_100n)).toBe(100n);
    expect(consumers(state, alice)).toBe(0);
    expect(bare.told()).toEqual(["Reserved", "Unreserved"]);
  });

  it("moves to another account's free balance", () => {
    mintInto(state, bob, 600n);
    reserve(state, alice, 1_000n);
    expect(repatriateReserved(state, alice, bob, 1_500n, "Free")).toBe(500n);
    expect([freeBalance(state, bob), reservedBalance(state, alice)]).toEqual([1_600n, 0n]);
    expect(reasonOf(() => repatriateReserved(state, alice, carol, 0n, "Free"))).toBeUndefined();
  });

  it("is held for a reason and released", () => {
    const reason = { type: "Preimage", value: "Preimage" } as const;
    hold(state, reason, alice, 9_500n);
    expect([freeBalance(state, alice), balanceOnHold(state, reason, alice)]).toEqual([500n, 9_500n]);
    expect(reasonOf(() => hold(state, reason, alice, 1n))).toEqual({ type: "Token", value: "FundsUnavailable" });
    expect(release(state, reason, alice, 9_000n, "Exact")).toBe(9_000n);
    expect(reasonOf(() => release(state, reason, alice, 501n, "Exact"))).toEqual({
      type: "Token",
      value: "FundsUnavailable",
    });
    expect(reservedBalance(state, alice)).toBe(500n);
    expect(bare.told()).toEqual([]);
  });

  it("is locked, and reserves may come out of what is locked only as far as it is free", () => {
    setLock(state, new Uint8Array(8), alice, 9_000n, "All");
    expect(reducibleBalance(state, alice, "Preserve", "Polite")).toBe(1_000n);
    expect(reasonOf(() => reserve(state, alice, 1_001n))).toBe(errors.LiquidityRestrictions);
    reserve(state, alice, 1_000n);
    expect(bare.told()).toEqual(["Locked", "Reserved"]);
  });
});

describe("issuance", () => {
  it("falls with what is burned", () => {
    burnFrom(state, alice, 1_000n, "Preserve", "Exact", "Polite");
    expect([totalIssuance(state), freeBalance(state, alice)]).toEqual([9_000n, 9_000n]);
  });

  it("follows a balance that is set by force, and too little is nothing", () => {
    forceSetBalance(state, alice, 499n);
    expect(bare.told()).toEqual(["KilledAccount", "Rescinded", "BalanceSet"]);
    expect(totalIssuance(state)).toBe(0n);
    expect(accountExists(state, alice)).toBe(false);
  });
});

describe("references", () => {
  it("keep the last provider while something consumes the account", () => {
    incConsumers(state, alice);
    expect(reasonOf(() => decProviders(state, alice))).toBe("ConsumerRemaining");
    incProviders(state, alice);
    expect(decProviders(state, alice)).toBe("Exists");
  });

  it("are limited in number, and need a provider", () => {
    for (let i = 0; i < maxConsumers; i++) incConsumers(state, alice);
    expect(reasonOf(() => incConsumers(state, alice))).toBe("TooManyConsumers");
    expect(reasonOf(() => incConsumers(state, bob))).toBe("NoProviders");
  });
});
