import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { smallSubnet } from "../testing/small-subnet.ts";
import { failureOf, wholeState } from "../testing/whole-state.ts";
import { doSetEmissionSplit, splitEmissions } from "./emission-split.ts";
import { doSetMechanismCount, ensureMaxUidsOverAllMechanisms } from "./mechanism.ts";
import { getMechanismStorageIndex, getNetuidAndSubid } from "./storage-index.ts";

const coldkey = account(1);
let state: WriteState;

const failure = (attempt: () => unknown): string | undefined => failureOf(state, attempt);

beforeEach(() => {
  state = wholeState(10);
});

describe("mechanisms", () => {
  beforeEach(() => {
    smallSubnet(state, coldkey, 0n);
    storage.MaxAllowedUids.at(1).set(state, 64);
  });

  it("are kept under numbers of their own", () => {
    expect(getMechanismStorageIndex(1, 2)).toBe(8193);
    expect(failure(() => getNetuidAndSubid(state, 4097))).toBe("MechanismDoesNotExist");
    doSetMechanismCount(state, 1, 2);
    expect(getNetuidAndSubid(state, 4097)).toEqual([1, 1]);
  });

  it("share emission, the rest of a division to the first", () => {
    doSetMechanismCount(state, 1, 2);
    expect(splitEmissions(state, 1, 101n)).toEqual([51n, 50n]);
    doSetEmissionSplit(state, 1, [65_535]);
    expect(splitEmissions(state, 1, 101n)).toEqual([101n, 0n]);
    expect(failure(() => doSetEmissionSplit(state, 1, [1, 2]))).toBe("InvalidValue");
    doSetMechanismCount(state, 1, 1);
    expect(storage.MechanismEmissionSplit.at(1).exists(state)).toBe(false);
  });

  it("are not more than allowed, nor than uids allow", () => {
    expect(failure(() => doSetMechanismCount(state, 1, 0))).toBe("InvalidValue");
    expect(failure(() => doSetMechanismCount(state, 1, 3))).toBe("InvalidValue");
    storage.MaxAllowedUids.at(1).set(state, 129);
    expect(failure(() => doSetMechanismCount(state, 1, 2))).toBe("TooManyUIDsPerMechanism");
  });
});

describe("the uids of all mechanisms together", () => {
  it("are 256 at most", () => {
    for (const [uids, mechanisms] of [
      [256, 1],
      [128, 2],
      [64, 4],
    ] as const)
      expect(() => ensureMaxUidsOverAllMechanisms(uids, mechanisms)).not.toThrow();
    for (const [uids, mechanisms] of [
      [257, 1],
      [129, 2],
      [256, 2],
    ] as const)
      expect(() => ensureMaxUidsOverAllMechanisms(uids, mechanisms)).toThrow("TooManyUIDsPerMechanism");
  });
});
