import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { CallValue } from "../../frame/calls.ts";
import type { FailureReason } from "../../frame/dispatch-error.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { utility } from "../utility/index.ts";
import { errors } from "./errors.ts";
import { proxy as pallet } from "./index.ts";
import { pureAccount } from "./pure.ts";
import { storage } from "./storage.ts";

const [alice, bob, carol] = [account("aa"), account("bb"), account("cc")];
const id = (value: AccountId) => ({ type: "Id", value });
const tao = 1_000_000_000n;
const send = (value: bigint): CallValue => ({
  pallet: "Balances",
  name: "transfer_keep_alive",
  args: { dest: id(carol), value },
});
const call = (name: string, args: Record<string, unknown> = {}): CallValue => ({ pallet: "Proxy", name, args });
const adding = (delegate: AccountId, proxy_type = "Any", delay = 0): CallValue =>
  call("add_proxy", { delegate: id(delegate), proxy_type, delay });
const as = (real: AccountId, made: CallValue, force_proxy_type?: string): CallValue =>
  call("proxy", { real: id(real), force_proxy_type, call: made });

let bare: BareState;
const run = (made: CallValue, who: AccountId = alice) =>
  okOr(() => bare.state.runtime.dispatch(bare.state, made, bare.state.runtime.signed(who)));
const reason = (made: CallValue, who?: AccountId): FailureReason | undefined => {
  const result = run(made, who);
  return "failure" in result ? result.failure.reason : undefined;
};
const free = (who: AccountId) => freeBalance(bare.state, who);
const filtered = { err: { type: "Module", value: { index: 0, error: "0x05000000" } } };
const outcome = (real: AccountId) => storage.LastCallResult.at(real).get(bare.state);

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [11, utility],
    [16, pallet],
  ]);
  for (const who of [alice, bob]) mintInto(bare.state, who, 10n * tao);
  mintInto(bare.state, carol, tao);
  bare.forget();
});

describe("proxies of an account", () => {
  it("are kept in order of delegate, type and delay, for a deposit that grows with them", () => {
    run(adding(carol, "Staking"));
    run(adding(bob, "Staking", 5));
    run(adding(bob, "Staking"));
    run(adding(bob, "Owner"));
    const [proxies, deposit] = storage.Proxies.at(alice).get(bare.state);
    expect(proxies.map((one) => [one.delegate, one.proxy_type, one.delay])).toEqual([
      [bob, "Owner", 0],
      [bob, "Staking", 0],
      [bob, "Staking", 5],
      [carol, "Staking", 0],
    ]);
    expect(deposit).toBe(60_000_000n + 4n * 33_000_000n);
    expect(free(alice)).toBe(10n * tao - deposit);
  });

  it("are none of its own, no doubles, and at most twenty", () => {
    expect(reason(adding(alice))).toBe(errors.NoSelfProxy);
    for (let delay = 0; delay < 20; delay++) expect(reason(adding(bob, "Any", delay))).toBe(undefined);
    expect(reason(adding(bob, "Any", 19))).toBe(errors.Duplicate);
    expect(reason(adding(bob, "Any", 20))).toBe(errors.TooMany);
  });

  it("give their deposit back when they end, one by one or all", () => {
    run(adding(bob));
    run(adding(bob, "Staking"));
    run(call("set_real_pays_fee", { delegate: id(bob), pays_fee: true }));
    const removing = (type: string) => call("remove_proxy", { delegate: id(bob), proxy_type: type, delay: 0 });
    expect(reason(removing("Owner"))).toBe(errors.NotFound);
    run(removing("Any"));
    expect(storage.RealPaysFee.at(alice, bob).exists(bare.state)).toBe(false);
    expect(free(alice)).toBe(10n * tao - 93_000_000n);
    run(call("set_real_pays_fee", { delegate: id(bob), pays_fee: true }));
    run(call("remove_proxies"));
    expect(free(alice)).toBe(10n * tao);
    expect(storage.Proxies.at(alice).exists(bare.state)).toBe(false);
    expect([...storage.RealPaysFee.keys(bare.state)]).toEqual([]);
    expect(reason(removing("Staking"))).toBe(errors.NotFound);
  });

  it("end one of equals, and not at all where Root has put them out of order", () => {
    const [toBob, toCarol] = [bob, carol].map((delegate) => ({ delegate, proxy_type: "Any", delay: 0 }) as const);
    const removing = call("remove_proxy", { delegate: id(bob), proxy_type: "Any", delay: 0 });
    const entry = storage.Proxies.at(alice);
    entry.set(bare.state, [[toBob, toBob, toCarol], 0n] as never);
    expect(reason(removing)).toBe(undefined);
    expect(entry.get(bare.state)[0]).toEqual([toBob, toCarol]);
    entry.set(bare.state, [[toCarol, toBob, toBob, toBob], 0n] as never);
    expect(reason(call("remove_proxy", { delegate: id(carol), proxy_type: "Any", delay: 0 }))).toBe(errors.NotFound);
    expect(reason(adding(carol))).toBe(undefined);
  });

  it("have no fees paid for them by accounts that they are no proxies of", () => {
    expect(reason(call("set_real_pays_fee", { delegate: id(bob), pays_fee: true }))).toBe(errors.NotProxy);
  });
});

describe("a proxied call", () => {
  it("is made as the other account, and its failure is told but is not one", () => {
    run(adding(bob));
    bare.forget();
    expect(reason(as(alice, send(5n)), bob)).toBe(undefined);
    expect(free(carol)).toBe(tao + 5n);
    expect(outcome(alice)).toEqual({ ok: undefined });
    expect(bare.told()).toEqual(["Transfer", "ProxyExecuted"]);
    expect(reason(as(alice, send(100n * tao)), bob)).toBe(undefined);
    expect(outcome(alice)).toEqual({ err: { type: "Arithmetic", value: "Underflow" } });
  });

  it("needs a proxy, of that type when one is given, and without a delay", () => {
    run(adding(bob, "Transfer"));
    run(adding(carol, "Any", 1));
    expect(reason(as(alice, send(5n)), carol)).toBe(errors.Unannounced);
    expect(reason(as(alice, send(5n), "Any"), bob)).toBe(errors.NotProxy);
    expect(reason(as(alice, send(5n), "Transfer"), bob)).toBe(undefined);
    expect(reason(as(bob, send(5n)), carol)).toBe(errors.NotProxy);
  });

  it("passes the filter of its type, inside of batches too", () => {
    run(adding(bob, "SmallTransfer"));
    run(as(alice, send(tao)), bob);
    expect(outcome(alice)).toEqual(filtered);
    run(adding(bob, "NonFungible"));
    const batch: CallValue = { pallet: "Utility", name: "batch_all", args: { calls: [send(1n)] } };
    run(as(alice, batch, "NonFungible"), bob);
    expect(outcome(alice)).toEqual(filtered);
    expect(free(carol)).toBe(tao);
  });

  it("makes nobody a proxy who may more, and ends all proxies only for one who may all", () => {
    run(adding(bob, "NonTransfer"));
    const made = (inner: CallValue) => {
      run(as(alice, inner), bob);
      return outcome(alice);
    };
    expect(made(adding(carol, "Any"))).toEqual(filtered);
    expect(made(adding(carol, "Transfer"))).toEqual(filtered);
    expect(made(adding(carol, "Staking"))).toEqual({ ok: undefined });
    expect(made(call("remove_proxies"))).toEqual(filtered);
    run(adding(bob, "Any"));
    run(as(alice, call("remove_proxies"), "Any"), bob);
    expect(outcome(alice)).toEqual({ ok: undefined });
  });

  it("is forgotten at the end of the block, and pays when the call inside does", () => {
    run(adding(bob));
    run(as(alice, send(1n)), bob);
    pallet.hooks.onFinalize?.(bare.state, 1);
    expect(outcome(alice)).toBe(undefined);
    const free = call("proxy", {
      real: id(alice),
      call: { pallet: "Utility", name: "batch", args: { calls: [] } },
    });
    const pays = (made: CallValue) => bare.state.runtime.dispatchInfo(bare.state, made).pays_fee;
    expect([pays(free), pays(as(alice, send(1n)))]).toEqual(["No", "Yes"]);
  });
});

describe("an announced call", () => {
  const made = send(7n);
  const hash = () => blake2Hex(bare.state.runtime.encodeCall(made));
  const announcing = () => call("announce", { real: id(alice), call_hash: hash() });
  const executing = () =>
    call("proxy_announced", { delegate: id(bob), real: id(alice), force_proxy_type: undefined, call: made });

  it("is made by anyone once it is old enough, and once only", () => {
    run(adding(bob, "Any", 3));
    expect(reason(announcing(), carol)).toBe(errors.NotProxy);
    run(announcing(), bob);
    expect(free(bob)).toBe(10n * tao - 104_000_000n);
    systemStorage.Number.set(bare.state, 3);
    expect(reason(executing(), carol)).toBe(errors.Unannounced);
    systemStorage.Number.set(bare.state, 4);
    expect(reason(executing(), carol)).toBe(undefined);
    expect(free(carol)).toBe(tao + 7n);
    expect(free(bob)).toBe(10n * tao);
    expect(storage.Announcements.at(bob).exists(bare.state)).toBe(false);
    expect(reason(executing(), carol)).toBe(errors.Unannounced);
  });

  it("is taken back by its proxy, or refused by the account", () => {
    run(adding(bob, "Any", 3));
    for (const [name, address, who] of [
      ["remove_announcement", { real: id(alice) }, bob],
      ["reject_announcement", { delegate: id(bob) }, alice],
    ] as const) {
      const back = call(name, { ...address, call_hash: hash() });
      expect(reason(back, who)).toBe(errors.NotFound);
      run(announcing(), bob);
      run(announcing(), bob);
      expect(storage.Announcements.at(bob).get(bare.state)[1]).toBe(36_000_000n + 2n * 68_000_000n);
      expect(reason(back, who)).toBe(undefined);
      expect(free(bob)).toBe(10n * tao);
    }
  });

  it("is one of 75 at most", () => {
    run(adding(bob, "Any", 3));
    for (let i = 0; i < 75; i++) expect(reason(announcing(), bob)).toBe(undefined);
    expect(reason(announcing(), bob)).toBe(errors.TooMany);
  });
});

describe("a pure account", () => {
  it("has its maker as proxy, and ends by itself with the deposit back", () => {
    const creating = call("create_pure", { proxy_type: "Any", delay: 0, index: 2 });
    run(creating);
    const pure = pureAccount(alice, "Any", 2, [1, 0]);
    expect(storage.Proxies.at(pure).get(bare.state)).toEqual([
      [{ delegate: alice, proxy_type: "Any", delay: 0 }],
      93_000_000n,
    ]);
    expect(reason(creating)).toBe(errors.Duplicate);
    const killing = (height: number) =>
      call("kill_pure", { spawner: id(alice), proxy_type: "Any", index: 2, height, ext_index: 0 });
    expect(reason(killing(1))).toBe(errors.NoPermission);
    run(as(pure, killing(2)));
    expect(storage.Proxies.at(pure).exists(bare.state)).toBe(true);
    run(as(pure, killing(1)));
    expect(storage.Proxies.at(pure).exists(bare.state)).toBe(false);
    expect(free(alice)).toBe(10n * tao);
  });
});

describe("poke_deposit", () => {
  it("is free when it changes a deposit", () => {
    run(adding(bob));
    expect(run(call("poke_deposit"))).toEqual({ ok: { pays: "Yes" } });
    const [proxies] = storage.Proxies.at(alice).get(bare.state);
    storage.Proxies.at(alice).set(bare.state, [proxies, 90_000_000n]);
    bare.forget();
    expect(run(call("poke_deposit"))).toEqual({ ok: { pays: "No" } });
    expect(bare.told()).toEqual(["Reserved", "DepositPoked"]);
    expect(storage.Proxies.at(alice).get(bare.state)[1]).toBe(93_000_000n);
  });
});
