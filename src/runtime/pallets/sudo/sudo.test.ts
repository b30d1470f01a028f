import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import { type Origin, rootOrigin } from "../../frame/origin.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { system } from "../system/index.ts";
import { sudo } from "./index.ts";
import { storage } from "./storage.ts";

const [alice, bob] = [account("aa"), account("bb")];
const id = (value: AccountId) => ({ type: "Id", value });
const weight = { ref_time: 77n, proof_size: 5n };
const setBalance = (value: bigint): CallValue => ({
  pallet: "Balances",
  name: "force_set_balance",
  args: { who: id(bob), new_free: value },
});
const send = (value: bigint): CallValue => ({
  pallet: "Balances",
  name: "transfer_keep_alive",
  args: { dest: id(bob), value },
});

let bare: BareState;
const run = (name: string, args: Record<string, unknown>, origin: Origin = bare.state.runtime.signed(alice)) =>
  okOr(() => bare.state.runtime.dispatch(bare.state, { pallet: "Sudo", name, args }, origin));

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [12, sudo],
  ]);
  mintInto(bare.state, alice, 100_000n);
  mintInto(bare.state, bob, 1_000n);
  storage.Key.set(bare.state, alice);
  bare.forget();
});

describe("the sudo key", () => {
  it("makes calls as root, and pays nothing for them", () => {
    expect(run("sudo", { call: setBalance(5_000n) })).toEqual({ ok: { pays: "No" } });
    expect(freeBalance(bare.state, bob)).toBe(5_000n);
    expect(bare.told().at(-1)).toBe("Sudid");
  });

  it("makes calls as root that are booked with another weight", () => {
    expect(run("sudo_unchecked_weight", { call: setBalance(6_000n), weight })).toEqual({ ok: { pays: "No" } });
    expect(freeBalance(bare.state, bob)).toBe(6_000n);
    expect(bare.told().at(-1)).toBe("Sudid");
    const call: CallValue = { pallet: "Sudo", name: "sudo_unchecked_weight", args: { call: setBalance(1n), weight } };
    expect(bare.state.runtime.dispatchInfo(bare.state, call).call_weight).toEqual(weight);
  });

  it("makes calls as anybody", () => {
    expect(run("sudo_as", { who: id(bob), call: send(100n) })).toEqual({ ok: { pays: "No" } });
    expect(bare.told().at(-1)).toBe("SudoAsDone");
  });

  it("succeeds with calls that fail", () => {
    expect(run("sudo", { call: send(1n) })).toEqual({ ok: { pays: "No" } });
    expect(freeBalance(bare.state, bob)).toBe(1_000n);
    expect(bare.told()).toEqual(["Sudid"]);
  });

  it("can be given away and removed", () => {
    run("set_key", { new: id(bob) });
    expect(storage.Key.get(bare.state)).toBe(bob);
    expect(run("remove_key", {})).toHaveProperty("failure");
    run("remove_key", {}, bare.state.runtime.signed(bob));
    expect(storage.Key.get(bare.state)).toBeUndefined();
    expect(bare.told()).toEqual(["KeyChanged", "KeyRemoved"]);
  });
});

describe("who is neither root nor the sudo key", () => {
  it("is refused by every call", () => {
    const stranger = bare.state.runtime.signed(bob);
    for (const [name, args] of [
      ["sudo", { call: setBalance(5_000n) }],
      ["sudo_unchecked_weight", { call: setBalance(5_000n), weight }],
      ["sudo_as", { who: id(alice), call: send(100n) }],
      ["set_key", { new: id(bob) }],
      ["remove_key", {}],
    ] as const)
      expect([name, JSON.stringify(run(name, args, stranger)).includes("failure")]).toEqual([name, true]);
    expect([freeBalance(bare.state, bob), storage.Key.get(bare.state)]).toEqual([1_000n, alice]);
  });

  it("is not root, which needs no key", () => {
    storage.Key.remove(bare.state);
    expect(run("sudo", { call: setBalance(9_000n) }, rootOrigin)).toEqual({ ok: { pays: "No" } });
    expect(freeBalance(bare.state, bob)).toBe(9_000n);
    expect(run("sudo", { call: setBalance(1n) })).toHaveProperty("failure");
  });
});
