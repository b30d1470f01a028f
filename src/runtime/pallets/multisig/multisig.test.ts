import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type FailureReason, okOr } from "../../frame/dispatch-error.ts";
import { addWeight, mulWeight, weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { weights as balanceWeights } from "../balances/weights.ts";
import { system } from "../system/index.ts";
import { utility } from "../utility/index.ts";
import { weights as utilityWeights } from "../utility/weights.ts";
import { errors } from "./errors.ts";
import { multisig } from "./index.ts";
import { multiAccountId } from "./signatories.ts";
import { storage } from "./storage.ts";
import { weights } from "./weights.ts";

const [alice, bob, carol, dave] = [account("aa"), account("bb"), account("cc"), account("dd")];
const tao = 1_000_000_000n;
const now = { height: 1, index: 0 };
const much = weight(1_000_000_000_000n, 1_000_000n);
const send = (value: bigint): CallValue => ({
  pallet: "Balances",
  name: "transfer_keep_alive",
  args: { dest: { type: "Id", value: dave }, value },
});
const call = (name: string, args: Record<string, unknown>): CallValue => ({ pallet: "Multisig", name, args });

let bare: BareState;
const run = (made: CallValue, who: AccountId) =>
  okOr(() => bare.state.runtime.dispatch(bare.state, made, bare.state.runtime.signed(who)));
const reason = (made: CallValue, who: AccountId): FailureReason | undefined => {
  const result = run(made, who);
  return "failure" in result ? result.failure.reason : undefined;
};
const free = (who: AccountId) => freeBalance(bare.state, who);

const others = (who: AccountId) => [alice, bob, carol].filter((one) => one !== who);
const together = multiAccountId([alice, bob, carol], 2);
const asMulti = (who: AccountId, maybe_timepoint?: object, inner = send(5n), max_weight = much) =>
  call("as_multi", { threshold: 2, other_signatories: others(who), maybe_timepoint, call: inner, max_weight });
const hash = (inner = send(5n)) => blake2Hex(bare.state.runtime.encodeCall(inner));
const approve = (who: AccountId, maybe_timepoint?: object) =>
  call("approve_as_multi", {
    threshold: 2,
    other_signatories: others(who),
    maybe_timepoint,
    call_hash: hash(),
    max_weight: much,
  });

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [11, utility],
    [13, multisig],
  ]);
  for (const who of [alice, bob, carol, dave, together]) mintInto(bare.state, who, tao);
  bare.forget();
});

describe("an operation", () => {
  it("opens for a deposit, and its call is made by who completes it", () => {
    const opened = run(asMulti(alice), alice);
    const length = bare.state.runtime.encodeCall(send(5n)).length;
    expect(opened).toEqual({ ok: { actualWeight: weights.asMultiCreate(2, length) } });
    expect(free(alice)).toBe(tao - 132_000_000n - 64_000_000n);
    expect(storage.Multisigs.at(together, hash()).get(bare.state)).toEqual({
      when: now,
      deposit: 196_000_000n,
      depositor: alice,
      approvals: [alice],
    });
    bare.forget();
    run(asMulti(carol, now), carol);
    expect(bare.told()).toEqual(["Unreserved", "Transfer", "MultisigExecuted"]);
    expect([free(alice), free(dave), free(together)]).toEqual([tao, tao + 5n, tao - 5n]);
    expect([...storage.Multisigs.keys(bare.state)]).toEqual([]);
  });

  it("needs a call that weighs no more than the signer allows", () => {
    run(asMulti(alice), alice);
    const { transferKeepAlive } = balanceWeights;
    const light = weight(transferKeepAlive.ref_time - 1n, transferKeepAlive.proof_size);
    expect(reason(asMulti(bob, now, send(5n), light), bob)).toBe(errors.MaxWeightTooLow);
    expect(reason(asMulti(bob, now, send(5n), transferKeepAlive), bob)).toBe(undefined);
  });

  it("is approved by hash, kept in order, and its call made by one who has approved", () => {
    run(approve(carol), carol);
    expect(reason(approve(carol, now), carol)).toBe(errors.AlreadyApproved);
    expect(run(approve(bob, now), bob)).toEqual({ ok: { actualWeight: weights.asMultiApprove(2, 0) } });
    expect(storage.Multisigs.at(together, hash()).get(bare.state)?.approvals).toEqual([bob, carol]);
    expect(reason(approve(alice, now), alice)).toBe(errors.AlreadyApproved);
    expect(reason(asMulti(bob, now), bob)).toBe(undefined);
    expect(free(dave)).toBe(tao + 5n);
  });

  it("weighs what its call says it weighed, and stands when that failed", () => {
    const batch: CallValue = { pallet: "Utility", name: "batch_all", args: { calls: [send(1n), send(2n * tao)] } };
    run(asMulti(alice, undefined, batch), alice);
    const length = bare.state.runtime.encodeCall(batch).length;
    const used = addWeight(utilityWeights.batchAll(2), mulWeight(balanceWeights.transferKeepAlive, 2));
    expect(run(asMulti(bob, now, batch), bob)).toEqual({
      ok: { actualWeight: addWeight(weights.asMultiComplete(2, length), used) },
    });
    expect(free(dave)).toBe(tao);
  });

  it("is opened without a place, and approved at the place it was opened at", () => {
    expect(reason(asMulti(alice, now), alice)).toBe(errors.UnexpectedTimepoint);
    run(asMulti(alice), alice);
    expect(reason(asMulti(bob), bob)).toBe(errors.NoTimepoint);
    expect(reason(asMulti(bob, { height: 1, index: 1 }), bob)).toBe(errors.WrongTimepoint);
  });

  it("is ended by who opened it", () => {
    const cancel = (who: AccountId, timepoint = now) =>
      call("cancel_as_multi", { threshold: 2, other_signatories: others(who), timepoint, call_hash: hash() });
    expect(reason(cancel(alice), alice)).toBe(errors.NotFound);
    run(asMulti(alice), alice);
    expect(reason(cancel(bob, { height: 2, index: 0 }), bob)).toBe(errors.WrongTimepoint);
    expect(reason(cancel(bob), bob)).toBe(errors.NotOwner);
    expect(reason(cancel(alice), alice)).toBe(undefined);
    expect(free(alice)).toBe(tao);
  });

  it("has its deposit changed by who opened it, for free", () => {
    const poke = (who: AccountId) =>
      call("poke_deposit", { threshold: 2, other_signatories: others(who), call_hash: hash() });
    expect(reason(poke(alice), alice)).toBe(errors.NotFound);
    run(asMulti(alice), alice);
    expect(reason(poke(bob), bob)).toBe(errors.NotOwner);
    expect(run(poke(alice), alice)).toEqual({ ok: { pays: "Yes" } });
    storage.Multisigs.at(together, hash()).mutate(bare.state, (open) => open && { ...open, deposit: 100_000_000n });
    expect(run(poke(alice), alice)).toEqual({ ok: { pays: "No" } });
    expect(free(alice)).toBe(tao - 196_000_000n - 96_000_000n);
  });
});

describe("signatories", () => {
  const opening = (threshold: number, other_signatories: AccountId[]) =>
    call("as_multi", { threshold, other_signatories, maybe_timepoint: undefined, call: send(1n), max_weight: much });

  it("are checked in the original's order", () => {
    const many = Array.from({ length: 100 }, (_, i): AccountId => `0x${(i + 1).toString(16).padStart(64, "0")}`);
    expect(reason(opening(1, []), alice)).toBe(errors.MinimumThreshold);
    expect(reason(opening(2, []), alice)).toBe(errors.TooFewSignatories);
    expect(reason(opening(2, many), alice)).toBe(errors.TooManySignatories);
    expect(reason(opening(2, many.slice(1)), alice)).toBe(undefined);
    expect(reason(opening(2, [bob, bob]), alice)).toBe(errors.SignatoriesOutOfOrder);
    expect(reason(opening(2, [alice, carol, bob]), alice)).toBe(errors.SenderInSignatories);
    expect(reason(opening(2, [carol, bob, alice]), alice)).toBe(errors.SignatoriesOutOfOrder);
  });

  it("make one account, whoever of them signs", () => {
    run(opening(2, [bob, carol]), alice);
    const [key] = storage.Multisigs.keys(bare.state);
    expect(key?.[0]).toBe(multiAccountId([alice, bob, carol], 2));
    expect(multiAccountId([alice, bob, carol], 3)).not.toBe(together);
  });
});

describe("as_multi_threshold_1", () => {
  const single = multiAccountId([alice, bob], 1);
  const made = (inner: CallValue) => call("as_multi_threshold_1", { other_signatories: [bob], call: inner });

  it("makes the call at once, and fails when it does", () => {
    mintInto(bare.state, single, tao);
    expect(run(made(send(9n)), alice)).toEqual({ ok: {} });
    expect(free(dave)).toBe(tao + 9n);
    bare.forget();
    expect(reason(made(send(9n * tao)), alice)).toEqual({ type: "Arithmetic", value: "Underflow" });
    const batch: CallValue = { pallet: "Utility", name: "batch", args: { calls: [] } };
    const length = bare.state.runtime.encodeCall(batch).length;
    expect(run(made(batch), alice)).toEqual({
      ok: { actualWeight: addWeight(weights.asMultiThreshold1(length), utilityWeights.batch(0)) },
    });
  });
});
