import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { U96F32 } from "../../../fixed/formats.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { plainState } from "../testing/plain-state.ts";
import {
  calculateDividendDistribution,
  calculateDividendsAndIncentives,
  getParentChildDividendsDistribution,
  getSelfContribution,
} from "./dividends.ts";

const netuid = 2;
const [child, parent, other] = [account("0c"), account("0a"), account("0b")];
const half = 1n << 63n;
let state: WriteState;
/** A child with 1000 alpha of its own and half of the 2000 of a parent with another owner. Root counts for nothing. */
beforeEach(() => {
  state = plainState(1);
  storage.TaoWeight.set(state, 0n);
  storage.TotalHotkeyAlpha.at(child, netuid).set(state, 1000n);
  storage.TotalHotkeyAlpha.at(parent, netuid).set(state, 2000n);
  storage.ChildKeys.at(parent, netuid).set(state, [[half, child]]);
  storage.ParentKeys.at(child, netuid).set(state, [[half, parent]]);
  storage.Owner.at(child).set(state, account("c1"));
  storage.Owner.at(parent).set(state, account("c2"));
  storage.SubnetAlphaOut.at(netuid).set(state, 10_000n);
});

describe("getParentChildDividendsDistribution", () => {
  it("gives a hotkey without parents all", () => {
    expect(getParentChildDividendsDistribution(state, other, netuid, 77n)).toEqual([[other, 77n]]);
  });
  it("gives parents what their stake contributed", () => {
    expect(getParentChildDividendsDistribution(state, child, netuid, 1000n)).toEqual([
      [parent, 500n],
      [child, 500n],
    ]);
  });
  it("leaves the child its take and burns a part, of other owners' dividends", () => {
    storage.ChildkeyTake.at(child, netuid).set(state, 6554); // a little more than a tenth
    storage.CKBurn.set(state, (1n << 64n) / 4n);
    expect(getParentChildDividendsDistribution(state, child, netuid, 1000n)).toEqual([
      [parent, 324n],
      [child, 550n],
    ]);
    expect(storage.SubnetAlphaOut.at(netuid).get(state)).toBe(10_000n - 125n);
    storage.Owner.at(parent).set(state, account("c1"));
    expect(getParentChildDividendsDistribution(state, child, netuid, 1000n)[0]).toEqual([parent, 500n]);
  });
  it("takes what a hotkey gave away out of its own contribution", () => {
    expect(getSelfContribution(state, parent, netuid)).toBe(1000n);
  });
});

describe("calculateDividendsAndIncentives", () => {
  it("sums both by account, ascending", () => {
    const { incentives, dividends } = calculateDividendsAndIncentives(state, netuid, [
      [child, 5n, 1000n],
      [other, 0n, 10n],
      [parent, 7n, 100n],
    ]);
    expect([...incentives]).toEqual([
      [parent, 7n],
      [other, 0n],
      [child, 5n],
    ]);
    expect([...dividends].map(([hotkey, bits]) => [hotkey, U96F32.toU64(bits)])).toEqual([
      [parent, 600n],
      [other, 10n],
      [child, 500n],
    ]);
  });
});

describe("calculateDividendDistribution", () => {
  it("divides the buckets by the weights of root stake and alpha", () => {
    storage.TotalHotkeyAlpha.at(parent, 0).set(state, 4000n);
    const dividends = new Map([
      [parent, U96F32.fromNum(100)],
      [child, U96F32.fromNum(300)],
    ]);
    const { alpha, root } = calculateDividendDistribution(state, netuid, 7000n, 900n, U96F32.one / 2n, dividends);
    const whole = (of: ReadonlyMap<string, bigint>) => [...of].map(([, bits]) => U96F32.toU64(bits));
    // Half of the parent's dividend is root's: 50 of 350 for alpha, and all there is for root.
    expect(whole(alpha)).toEqual([999n, 5999n]);
    expect(whole(root)).toEqual([900n, 0n]);
  });
});
