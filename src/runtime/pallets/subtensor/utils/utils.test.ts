import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { rootOrigin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage as system } from "../../system/storage.ts";
import { doSetActivityCutoffFactor, doSetTempo, doTriggerEpoch } from "../emissions/tempo-control.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { isInAdminFreezeWindow } from "./admin-window.ts";
import { decayFactorQ32, powQ32 } from "./decay.ts";
import { getActivityCutoffBlocks } from "./misc.ts";
import { exceedsTxRateLimit, ownerUpdate, passesRateLimitOnSubnet, setLastBlockOnSubnet } from "./rate-limiting.ts";
import { doEnableVotingPowerTracking, updateVotingPowerForSubnet } from "./voting-power.ts";

const who: AccountId = `0x${"11".repeat(32)}`;
const owner = wholeRuntime.signed(who);
let state: WriteState;

const failure = (attempt: () => unknown): string | undefined => failureOf(state, attempt);

beforeEach(() => {
  state = wholeState(1000);
  storage.SubnetOwner.at(1).set(state, who);
  storage.LastEpochBlock.at(1).set(state, 900n);
});

describe("the decay of prices", () => {
  it("halves within its half-life, by the largest factor that does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36_100 }), (halfLife) => {
        const factor = decayFactorQ32(halfLife);
        expect(powQ32(factor, halfLife)).toBeLessThanOrEqual(1n << 31n);
        expect(powQ32(factor + 1n, halfLife)).toBeGreaterThan(1n << 31n);
      }),
      { numRuns: 50 },
    );
    expect(decayFactorQ32(0)).toBe(1n << 32n);
  });
});

describe("rate limits", () => {
  it("count from the last call, and let the first pass", () => {
    const type = ownerUpdate("Kappa");
    expect(passesRateLimitOnSubnet(state, type, who, 1)).toBe(true);
    setLastBlockOnSubnet(state, type, who, 1, 281n);
    expect(passesRateLimitOnSubnet(state, type, who, 1)).toBe(false);
    expect(passesRateLimitOnSubnet(state, ownerUpdate("Rho"), who, 1)).toBe(true);
    system.Number.set(state, 1001);
    expect(passesRateLimitOnSubnet(state, type, who, 1)).toBe(true);
  });

  it("of hotkey swaps hold one block longer", () => {
    expect(exceedsTxRateLimit(state, 1n, 1001n)).toBe(true);
    expect(exceedsTxRateLimit(state, 1n, 1002n)).toBe(false);
    expect(exceedsTxRateLimit(state, 0n, 5n)).toBe(false);
  });
});

describe("the admin freeze window", () => {
  it("is the last blocks before an epoch, or the wait for one that was asked for", () => {
    expect(isInAdminFreezeWindow(state, 1, 1250n)).toBe(false);
    expect(isInAdminFreezeWindow(state, 1, 1251n)).toBe(true);
    storage.PendingEpochAt.at(1).set(state, 1005n);
    expect(isInAdminFreezeWindow(state, 1, 1004n)).toBe(true);
    expect(isInAdminFreezeWindow(state, 1, 1005n)).toBe(false);
    storage.Tempo.at(1).set(state, 0);
    expect(isInAdminFreezeWindow(state, 1, 1004n)).toBe(false);
  });
});

describe("an owner's tempo", () => {
  it("is within bounds, not too often, and starts a new cycle", () => {
    expect(failure(() => doSetTempo(state, rootOrigin, 1, 400))).toBe("BadOrigin");
    expect(failure(() => doSetTempo(state, owner, 1, 359))).toBe("TempoOutOfBounds");
    doSetTempo(state, owner, 1, 400);
    expect(storage.LastEpochBlock.at(1).get(state)).toBe(1000n);
    expect(failure(() => doSetTempo(state, owner, 1, 500))).toBe("TxRateLimitExceeded");
  });

  it("gives way to an epoch that is asked for, without commit-reveal", () => {
    expect(failure(() => doTriggerEpoch(state, owner, 1))).toBe("DynamicTempoBlockedByCommitReveal");
    storage.CommitRevealWeightsEnabled.at(1).set(state, false);
    doTriggerEpoch(state, owner, 1);
    expect(storage.PendingEpochAt.at(1).get(state)).toBe(1010n);
    expect(failure(() => doTriggerEpoch(state, owner, 1))).toBe("EpochTriggerAlreadyPending");
  });

  it("counts for who is active", () => {
    expect(getActivityCutoffBlocks(state, 1)).toBe(5000n);
    doSetActivityCutoffFactor(state, rootOrigin, 1, 1000);
    expect(getActivityCutoffBlocks(state, 1)).toBe(360n);
    expect(failure(() => doSetActivityCutoffFactor(state, owner, 1, 999))).toBe("ActivityCutoffFactorMilliOutOfBounds");
    storage.Tempo.at(1).set(state, 0);
    expect(getActivityCutoffBlocks(state, 1)).toBe(1n);
  });
});

describe("voting power", () => {
  const output = (newValidatorPermit: boolean, stake: bigint) => new Map([[who, { newValidatorPermit, stake }]]);

  it("follows the stake of validators, and is forgotten without a permit", () => {
    storage.IsNetworkMember.at(who, 1).set(state, true);
    updateVotingPowerForSubnet(state, 1, output(true, 1000n));
    expect(storage.VotingPower.at(1, who).exists(state)).toBe(false);
    doEnableVotingPowerTracking(state, 1);
    storage.VotingPowerEmaAlpha.at(1).set(state, 500_000_000_000_000_000n);
    updateVotingPowerForSubnet(state, 1, output(true, 1000n));
    updateVotingPowerForSubnet(state, 1, output(true, 1000n));
    expect(storage.VotingPower.at(1, who).get(state)).toBe(750n);
    updateVotingPowerForSubnet(state, 1, output(false, 1000n));
    expect(storage.VotingPower.at(1, who).exists(state)).toBe(false);
  });
});
