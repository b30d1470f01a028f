import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { Uid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { smallSubnet } from "../testing/small-subnet.ts";
import { failureOf, moveTo, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { getLastUpdate } from "../utils/neuron-vectors.ts";
import { doSetWeights } from "./weights.ts";

const coldkey = account(1);
let state: WriteState;

beforeEach(() => {
  state = wholeState(10);
});

describe("weights", () => {
  const set = (who: number, uids: Uid[], values: number[], versionKey = 0n): void =>
    doSetWeights(state, wholeRuntime.signed(account(who)), 1, { uids, values, versionKey });

  beforeEach(() => {
    smallSubnet(state, coldkey, 0n, 0n, 0n);
    storage.CommitRevealWeightsEnabled.at(1).set(state, false);
    storage.MinAllowedWeights.at(1).set(state, 2);
  });

  it("are stored scaled to 65535", () => {
    set(10, [1, 2], [1, 4]);
    expect(storage.Weights.at(1, 0).get(state)).toEqual([
      [1, 16_384],
      [2, 65_535],
    ]);
    expect(getLastUpdate(state, 1)[0]).toBe(10n);
  });

  it("fail by the first check that does not hold", () => {
    expect(failureOf(state, () => set(10, [1], []))).toBe("WeightVecNotEqualSize");
    expect(failureOf(state, () => set(10, [0, 1, 2, 3], [1, 1, 1, 1]))).toBe("UidsLengthExceedUidsInSubNet");
    expect(failureOf(state, () => set(50, [1, 2], [1, 1]))).toBe("HotKeyNotRegisteredInSubNet");
    expect(failureOf(state, () => set(12, [1, 2], [1, 1]))).toBe("SettingWeightsTooFast");
    moveTo(state, 200);
    expect(failureOf(state, () => set(11, [1, 2], [1, 1]))).toBe("NeuronNoValidatorPermit");
    expect(failureOf(state, () => set(10, [1, 1], [1, 1]))).toBe("DuplicateUids");
    expect(failureOf(state, () => set(10, [1, 7], [1, 1]))).toBe("UidVecContainInvalidOne");
    expect(failureOf(state, () => set(10, [1], [1]))).toBe("WeightVecLengthIsLow");
    storage.StakeThreshold.set(state, 1n);
    expect(failureOf(state, () => set(11, [1, 2], [1, 1]))).toBe("NotEnoughStakeToSetWeights");
    storage.WeightsVersionKey.at(1).set(state, 5n);
    expect(failureOf(state, () => set(10, [1, 2], [1, 1], 4n))).toBe("IncorrectWeightVersionKey");
  });

  it("to oneself alone need no permit", () => {
    moveTo(state, 200);
    set(11, [1], [3]);
    expect(storage.Weights.at(1, 1).get(state)).toEqual([[1, 65_535]]);
  });
});
