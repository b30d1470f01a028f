import { beforeEach, describe, expect, it } from "vitest";
import { type BareState, bareState } from "../../../../test/support/bare-state.ts";
import type { CallValue } from "../../frame/calls.ts";
import type { AccountId } from "../../types/account-id.ts";
import { freeBalance } from "../balances/accounts.ts";
import { mintInto } from "../balances/fungible.ts";
import { balances } from "../balances/index.ts";
import { preimage } from "../preimage/index.ts";
import { storage as preimages } from "../preimage/storage.ts";
import { providers } from "../system/accounts.ts";
import { system } from "../system/index.ts";
import { storage as systemStorage } from "../system/storage.ts";
import { contribute, refund, withdraw } from "./contributions.ts";
import { fundsAccount } from "./crowdloans.ts";
import { errors } from "./errors.ts";
import { crowdloan } from "./index.ts";
import { create, dissolve, finalize } from "./lifecycle.ts";
import { storage } from "./storage.ts";
import { setMaxContribution, updateCap, updateEnd, updateMinContribution } from "./terms.ts";
import { weights } from "./weights.ts";

const tao = 1_000_000_000n;
const account = (n: number): AccountId => `0x${n.toString(16).padStart(64, "0")}`;
const [creator, giver, target] = [account(1), account(2), account(3)];
const plan = {
  deposit: 10n * tao,
  min_contribution: tao,
  cap: 20n * tao,
  end: 60_000,
  call: undefined,
  target_address: target,
};
const remark = (length: number): CallValue => ({
  pallet: "System",
  name: "remark",
  args: { remark: new Uint8Array(length) },
});

let bare: BareState;
beforeEach(() => {
  bare = bareState([
    [0, system],
    [5, balances],
    [14, preimage],
    [27, crowdloan],
  ]);
  for (const who of [creator, giver]) mintInto(bare.state, who, 1000n * tao);
  bare.forget();
});

const raised = (): bigint | undefined => storage.Crowdloans.at(0).get(bare.state)?.raised;

describe("contributions", () => {
  beforeEach(() => create(bare.state, creator, plan));

  it("are cut to what is left to the cap and to the account's most", () => {
    setMaxContribution(bare.state, creator, 0, 10n * tao);
    contribute(bare.state, giver, 0, 4n * tao);
    setMaxContribution(bare.state, creator, 0, undefined);
    contribute(bare.state, account(2), 0, 100n * tao);
    expect([raised(), freeBalance(bare.state, giver)]).toEqual([20n * tao, 990n * tao]);
    expect(bare.reasonOf(() => contribute(bare.state, giver, 0, tao))).toBe(errors.CapRaised);
  });

  it("end with the block that was named, and below the least amount", () => {
    expect(bare.reasonOf(() => contribute(bare.state, giver, 0, tao - 1n))).toBe(errors.ContributionTooLow);
    expect(bare.reasonOf(() => contribute(bare.state, account(9), 0, tao))).toBe(errors.InsufficientBalance);
    setMaxContribution(bare.state, creator, 0, 10n * tao);
    expect(bare.reasonOf(() => contribute(bare.state, creator, 0, tao))).toBe(errors.MaxContributionReached);
    systemStorage.Number.set(bare.state, 60_000);
    expect(bare.reasonOf(() => contribute(bare.state, giver, 0, tao))).toBe(errors.ContributionPeriodEnded);
  });

  it("of everybody but the creator can be taken back whole", () => {
    contribute(bare.state, giver, 0, 2n * tao);
    withdraw(bare.state, giver, 0);
    expect([raised(), freeBalance(bare.state, giver)]).toEqual([10n * tao, 1000n * tao]);
    expect(bare.reasonOf(() => withdraw(bare.state, giver, 0))).toBe(errors.NoContribution);
    expect(bare.reasonOf(() => withdraw(bare.state, creator, 0))).toBe(errors.DepositCannotBeWithdrawn);
  });

  it("come from 500 accounts and no more, and go back 50 at a time", () => {
    updateCap(bare.state, creator, 0, 2000n * tao);
    for (let n = 100; n < 599; n++) {
      mintInto(bare.state, account(n), 2n * tao);
      contribute(bare.state, account(n), 0, tao);
    }
    expect(bare.reasonOf(() => contribute(bare.state, giver, 0, tao))).toBe(errors.MaxContributorsReached);
    const posts = Array.from({ length: 10 }, () => refund(bare.state, creator, 0));
    expect(posts.slice(0, 9).every((post) => post === undefined)).toBe(true);
    expect(posts[9]).toEqual({ actualWeight: weights.refund(49) });
    expect(bare.told().slice(-1)).toEqual(["AllRefunded"]);
    expect(raised()).toBe(10n * tao);
  });
});

describe("a crowdloan", () => {
  it("keeps a long call as a preimage, and drops it when it is dissolved", () => {
    create(bare.state, creator, { ...plan, target_address: undefined, call: remark(200) });
    expect([...preimages.PreimageFor.keys(bare.state)]).toHaveLength(1);
    expect(providers(bare.state, fundsAccount(0))).toBe(2);
    dissolve(bare.state, creator, 0);
    expect([...preimages.PreimageFor.keys(bare.state)]).toHaveLength(0);
    expect(freeBalance(bare.state, creator)).toBe(1000n * tao);
    expect(providers(bare.state, fundsAccount(0))).toBe(0);
  });

  it("makes its call once the cap is raised", () => {
    create(bare.state, creator, { ...plan, target_address: undefined, call: remark(200) });
    expect(bare.reasonOf(() => finalize(bare.state, creator, 0))).toBe(errors.CapNotRaised);
    contribute(bare.state, giver, 0, 10n * tao);
    expect(bare.reasonOf(() => finalize(bare.state, giver, 0))).toBe(errors.InvalidOrigin);
    finalize(bare.state, creator, 0);
    expect(storage.CurrentCrowdloanId.get(bare.state)).toBeUndefined();
    expect(bare.reasonOf(() => finalize(bare.state, creator, 0))).toBe(errors.AlreadyFinalized);
    expect(bare.reasonOf(() => withdraw(bare.state, giver, 0))).toBe(errors.AlreadyFinalized);
  });

  it("fails when its call was lost", () => {
    create(bare.state, creator, { ...plan, target_address: undefined, call: remark(200) });
    contribute(bare.state, giver, 0, 10n * tao);
    preimages.PreimageFor.clear(bare.state);
    expect(bare.reasonOf(() => finalize(bare.state, creator, 0))).toBe(errors.CallUnavailable);
  });

  it("shows its id to its call alone", () => {
    let seen: number | undefined;
    const { runtime } = bare.state;
    const dispatch = runtime.dispatch;
    Object.assign(runtime, {
      dispatch: (...args: Parameters<typeof dispatch>) => {
        seen = storage.CurrentCrowdloanId.get(bare.state);
        return dispatch(...args);
      },
    });
    storage.NextCrowdloanId.set(bare.state, 7);
    create(bare.state, creator, { ...plan, target_address: undefined, call: remark(1) });
    contribute(bare.state, giver, 7, 10n * tao);
    finalize(bare.state, creator, 7);
    expect([seen, storage.CurrentCrowdloanId.get(bare.state)]).toEqual([7, undefined]);
  });

  it("sends its funds to its target", () => {
    create(bare.state, creator, plan);
    contribute(bare.state, giver, 0, 10n * tao);
    finalize(bare.state, creator, 0);
    expect(freeBalance(bare.state, target)).toBe(20n * tao);
  });

  it("is refused with bounds passed by one, in the original's order", () => {
    const reason = (change: object) => bare.reasonOf(() => create(bare.state, creator, { ...plan, ...change }));
    expect(reason({ deposit: 10n * tao - 1n, cap: 0n })).toBe(errors.DepositTooLow);
    expect(reason({ cap: 10n * tao })).toBe(errors.CapTooLow);
    expect(reason({ min_contribution: 99_999_999n })).toBe(errors.MinimumContributionTooLow);
    expect(reason({ call: remark(1), end: 0 })).toBe(errors.InvalidFinalizationConfig);
    expect(reason({ end: 1 })).toBe(errors.CannotEndInPast);
    expect(reason({ end: 50_400 })).toBe(errors.BlockDurationTooShort);
    expect(reason({ end: 432_002 })).toBe(errors.BlockDurationTooLong);
    expect(reason({ end: 50_401, deposit: 1001n * tao, cap: 2000n * tao })).toBe(errors.InsufficientBalance);
    expect(reason({ end: 432_001 })).toBeUndefined();
    storage.NextCrowdloanId.set(bare.state, 0xffff_ffff);
    expect(reason({})).toBe(errors.Overflow);
  });

  it("is changed by its creator alone, within its bounds", () => {
    create(bare.state, creator, plan);
    const reason = (attempt: () => void) => bare.reasonOf(attempt);
    expect(reason(() => updateCap(bare.state, giver, 0, 30n * tao))).toBe(errors.InvalidOrigin);
    expect(reason(() => updateCap(bare.state, creator, 0, 10n * tao - 1n))).toBe(errors.CapTooLow);
    expect(reason(() => updateEnd(bare.state, creator, 0, 1))).toBe(errors.CannotEndInPast);
    expect(reason(() => setMaxContribution(bare.state, creator, 0, 10n * tao - 1n))).toBe(
      errors.MaximumContributionTooLow,
    );
    setMaxContribution(bare.state, creator, 0, 10n * tao);
    expect(reason(() => updateMinContribution(bare.state, creator, 0, 10n * tao + 1n))).toBe(
      errors.MinimumContributionTooHigh,
    );
    expect(reason(() => updateMinContribution(bare.state, creator, 0, 1n))).toBe(errors.MinimumContributionTooLow);
    expect(reason(() => updateCap(bare.state, creator, 1, 1n))).toBe(errors.InvalidCrowdloanId);
    contribute(bare.state, giver, 0, tao);
    expect(reason(() => dissolve(bare.state, creator, 0))).toBe(errors.NotReadyToDissolve);
  });
});
