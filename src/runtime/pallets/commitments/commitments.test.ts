import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../test/support/account.ts";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { Infer } from "../../../codec/codec.ts";
import { timelock } from "../../../crypto/timelock.ts";
import { fromHex, utf8 } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type FailureReason, okOr } from "../../frame/dispatch-error.ts";
import { rootOrigin } from "../../frame/origin.ts";
import { definePallet } from "../../frame/pallet.ts";
import { dbWeight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { balances } from "../balances/index.ts";
import { drand } from "../drand/index.ts";
import { storage as drandStorage } from "../drand/storage.ts";
import { errors as subtensorErrors } from "../subtensor/errors.ts";
import { events as subtensorEvents } from "../subtensor/events.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { getMechanismStorageIndex } from "../subtensor/subnets/storage-index.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { commitments } from "./index.ts";
import { spaceOf } from "./set-commitment.ts";
import { storage } from "./storage.ts";
import type { Data } from "./types.ts";

type Field = Infer<typeof Data>;
const [alice, bob] = [account("aa"), account("bb")];
const netuid = 2;
const subnets = definePallet({
  name: "SubtensorModule",
  docs: "",
  module: "",
  storage: subtensor,
  events: subtensorEvents,
  errors: subtensorErrors,
});

let bare: BareState;
const dispatch = (name: string, args: Record<string, unknown>, who: AccountId | "root"): FailureReason | undefined => {
  const call: CallValue = { pallet: "Commitments", name, args };
  const { runtime } = bare.state;
  const origin = who === "root" ? rootOrigin : runtime.signed(who);
  const result = okOr(() => runtime.dispatch(bare.state, call, origin));
  return "failure" in result ? result.failure.reason : undefined;
};
const commit = (fields: Field[], who: AccountId = alice, of = netuid) =>
  dispatch("set_commitment", { netuid: of, info: { fields } }, who);
const bigRaw = (length: number): Field => ({ type: "BigRaw", value: new Uint8Array(length) });
const raw: Field = { type: "Raw2", value: utf8("hi") };
const used = () => storage.UsedSpaceOf.at(netuid, alice).get(bare.state);

beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [7, subnets],
    [18, commitments],
    [26, drand],
  ]);
  for (const of of [netuid, 10]) {
    subtensor.NetworksAdded.at(of).set(bare.state, true);
    subtensor.Uids.at(of, alice).set(bare.state, 0);
  }
  subtensor.Uids.at(netuid, bob).set(bare.state, 1);
});

describe("a commitment", () => {
  it("is a registered hotkey's, and replaced by the next", () => {
    expect(commit([raw], bob, 10)).toBe(errors.AccountNotAllowedCommit);
    expect(commit([raw])).toBe(undefined);
    systemStorage.Number.set(bare.state, 9);
    expect(commit([bigRaw(3), raw])).toBe(undefined);
    expect(storage.CommitmentOf.at(netuid, alice).get(bare.state)).toEqual({
      deposit: 0n,
      block: 9,
      info: { fields: [bigRaw(3), raw] },
    });
    expect(storage.LastCommitment.at(netuid, alice).get(bare.state)).toBe(9);
    expect(bare.told()).toEqual(["Commitment", "Commitment"]);
    expect(storage.TimelockedIndex.exists(bare.state)).toBe(true);
  });

  it("has at most three fields", () => {
    const fields: Field[] = [raw, raw, raw, raw];
    const result = bare.reasonOf(() =>
      commitments.calls.set_commitment.run?.(bare.state, bare.state.runtime.signed(alice), {
        netuid,
        info: { fields },
      }),
    );
    expect(result).toBe(errors.TooManyFieldsInCommitmentInfo);
  });

  it("counts its bytes, at least 100, against those of an epoch", () => {
    const zero32 = account("00");
    const sizes: [Field, bigint][] = [
      [{ type: "None" }, 0n],
      [{ type: "ResetBondsFlag" }, 0n],
      [{ type: "Raw0", value: new Uint8Array(0) }, 0n],
      [raw, 2n],
      [{ type: "Keccak256", value: zero32 }, 32n],
      [bigRaw(512), 512n],
      [{ type: "TimelockEncrypted", value: { encrypted: new Uint8Array(7), reveal_round: 1n } }, 7n],
    ];
    for (const [field, size] of sizes) expect(spaceOf(field)).toBe(size);
    commit([raw]);
    expect(used()).toEqual({ last_epoch: 0n, used_space: 100n });
    for (let i = 0; i < 2; i++) commit([bigRaw(512), bigRaw(512), bigRaw(476)]);
    expect(used()).toEqual({ last_epoch: 0n, used_space: 3100n });
    expect(commit([raw])).toBe(errors.SpaceLimitExceeded);
    subtensor.SubnetEpochIndex.at(netuid).set(bare.state, 1n);
    expect(commit([raw])).toBe(undefined);
    expect(used()).toEqual({ last_epoch: 1n, used_space: 100n });
  });

  it("is as long as root lets it be", () => {
    expect(dispatch("set_max_space", { new_limit: 99 }, alice)).toBe("BadOrigin");
    dispatch("set_max_space", { new_limit: 99 }, "root");
    expect(commit([raw])).toBe(errors.SpaceLimitExceeded);
    dispatch("set_max_space", { new_limit: 100 }, "root");
    expect(commit([raw])).toBe(undefined);
  });

  it("with a flag resets the bonds to its hotkey, where the subnet wants that", () => {
    const indices = [0, 1].map((mecid) => getMechanismStorageIndex(netuid, mecid));
    subtensor.MechanismCountCurrent.at(netuid).set(bare.state, 2);
    for (const index of indices)
      subtensor.Bonds.at(index, 1).set(bare.state, [
        [0, 7],
        [1, 8],
      ]);
    const bonds = () => indices.map((index) => subtensor.Bonds.at(index, 1).get(bare.state).length);
    commit([raw, { type: "ResetBondsFlag" }]);
    expect(storage.LastBondsReset.at(netuid, alice).get(bare.state)).toBe(1);
    expect(bonds()).toEqual([2, 2]);
    subtensor.BondsResetOn.at(netuid).set(bare.state, true);
    commit([raw, { type: "ResetBondsFlag" }]);
    expect(bonds()).toEqual([1, 1]);
  });
});

describe("a field under a timelock", () => {
  /** Round 1000 of drand's quicknet. */
  const signature = fromHex(
    "0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
  );
  const seed = {
    key: new Uint8Array(32).fill(1),
    sigma: new Uint8Array(32).fill(2),
    nonce: new Uint8Array(12).fill(3),
  };
  const locked = (text: string, reveal_round = 1000n): Field => {
    const { public_key } = drandStorage.BeaconConfig.get(bare.state);
    return {
      type: "TimelockEncrypted",
      value: { encrypted: timelock(utf8(text), public_key, reveal_round, seed), reveal_round },
    };
  };
  const pulse = (round = 1000n) =>
    drandStorage.Pulses.at(round).set(bare.state, { round, randomness: new Uint8Array(32), signature });
  const block = () => commitments.hooks.onInitialize?.(bare.state, 1);
  const index = () => storage.TimelockedIndex.get(bare.state);
  const revealed = (who = alice) => storage.RevealedCommitments.at(netuid, who).get(bare.state);
  const fields = (who = alice) => storage.CommitmentOf.at(netuid, who).get(bare.state)?.info.fields;

  it("is indexed by subnet and account, in the order of numbers", () => {
    commit([locked("a")], alice, 10);
    commit([raw, locked("b")], bob);
    commit([locked("c")], alice);
    expect(index()).toEqual([
      [2, alice],
      [2, bob],
      [10, alice],
    ]);
    expect(bare.told()).toEqual(Array(3).fill("TimelockCommitment"));
    commit([raw]);
    expect(index()).toEqual([
      [2, bob],
      [10, alice],
    ]);
  });

  it("is revealed by a real pulse", () => {
    commit([locked("secret"), raw]);
    expect(block()).toEqual(dbWeight(3, 0));
    expect(revealed()).toBe(undefined);
    pulse();
    bare.forget();
    expect(block()).toEqual(dbWeight(5, 3));
    expect(bare.told()).toEqual(["CommitmentRevealed"]);
    expect(revealed()).toEqual([[utf8("secret"), 1n]]);
    expect(fields()).toEqual([raw]);
    expect(index()).toEqual([]);
    expect(block()).toEqual(dbWeight(1, 0));
  });
});
