import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { memoryState } from "../../../../storage/state/memory-state.ts";
import { execute } from "../../../frame/execution.ts";
import type { WriteState } from "../../../frame/state.ts";
import { local, makeRuntime } from "../../../index.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { mintInto } from "../../balances/fungible.ts";
import { storage as system } from "../../system/storage.ts";
import { storage } from "../storage.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { getLastUpdate } from "../utils/neuron-vectors.ts";
import { doSetEmissionSplit, splitEmissions } from "./emission-split.ts";
import { createSealHash, doFaucet } from "./faucet.ts";
import { doSetMechanismCount } from "./mechanism.ts";
import { getImmuneOwnerUids, getNeuronToPrune } from "./pruning.ts";
import { doRegisterNetwork } from "./register-network.ts";
import { doRegister, doRegisterLimit } from "./registration.ts";
import { bumpRegistrationPriceAfterRegistration, updateRegistrationPricesForNetworks } from "./registration-prices.ts";
import { doServeAxon, isValidIpAddress } from "./serving.ts";
import { getMechanismStorageIndex, getNetuidAndSubid } from "./storage-index.ts";
import { doStartCall, getSubnetAccountId, isSubnetAccountId } from "./subnet.ts";
import { trimToMaxAllowedUids } from "./trim-uids.ts";
import { appendNeuron, replaceNeuron } from "./uids.ts";
import { doSetWeights } from "./weights.ts";

const coldkey = account(1);
const signed = wholeRuntime.signed(coldkey);
const tao = 1_000_000_000n;
let state: WriteState;

function at(block: number): void {
  system.Number.set(state, block);
}

const failure = (attempt: () => unknown): string | undefined => failureOf(state, attempt);

beforeEach(() => {
  state = wholeState(10);
  storage.NetworksAdded.at(0).set(state, true);
  mintInto(state, coldkey, 10_000n * tao);
});

describe("a new subnet", () => {
  it("gets the lowest free number, its owner as uid 0, and the price in its pool", () => {
    doRegisterNetwork(state, signed, account(2), 1, undefined);
    expect(storage.NetworksAdded.at(1).get(state)).toBe(true);
    expect(storage.Keys.at(1, 0).get(state)).toBe(account(2));
    expect(storage.SubnetTAO.at(1).get(state)).toBe(1000n * tao);
    expect(storage.SubnetAlphaIn.at(1).get(state)).toBe(1000n * tao);
    expect(freeBalance(state, getSubnetAccountId(state, 1) as AccountId)).toBe(1000n * tao);
    expect(storage.SubnetEmissionEnabled.at(1).get(state)).toBe(false);
    expect(storage.LastEpochBlock.at(1).get(state)).toBe(9n);
  });

  it("comes only every so many blocks, and costs twice the last one", () => {
    doRegisterNetwork(state, signed, account(2), 1, undefined);
    expect(failure(() => doRegisterNetwork(state, signed, account(3), 1, undefined))).toBe(
      "NetworkTxRateLimitExceeded",
    );
    at(10 + 7200);
    doRegisterNetwork(state, signed, account(3), 1, undefined);
    expect(storage.SubnetLocked.at(2).get(state)).toBe(2000n * tao - ((1000n * tao) / 100_800n) * 7200n);
  });

  it("is opened by its owner once", () => {
    doRegisterNetwork(state, signed, account(2), 1, undefined);
    expect(failure(() => doStartCall(state, wholeRuntime.signed(account(9)), 1))).toBe("BadOrigin");
    doStartCall(state, signed, 1);
    expect(storage.FirstEmissionBlockNumber.at(1).get(state)).toBe(11n);
    expect(failure(() => doStartCall(state, signed, 1))).toBe("FirstEmissionBlockNumberAlreadySet");
    expect(failure(() => doStartCall(state, signed, 7))).toBe("SubnetNotExists");
  });

  it("is refused when there are too many and none is old enough to go", () => {
    storage.SubnetLimit.set(state, 0);
    expect(failure(() => doRegisterNetwork(state, signed, account(2), 1, undefined))).toBe("SubnetLimitReached");
  });
});

describe("accounts of subnets", () => {
  it("are told from others", () => {
    storage.NetworksAdded.at(260).set(state, true);
    const own = getSubnetAccountId(state, 260) as AccountId;
    expect(isSubnetAccountId(state, own)).toBe(260);
    expect(isSubnetAccountId(state, account(1))).toBeUndefined();
    expect(isSubnetAccountId(state, `${own.slice(0, -1)}1` as AccountId)).toBeUndefined();
    expect(getSubnetAccountId(state, 261)).toBeUndefined();
  });
});

describe("registration", () => {
  beforeEach(() => {
    doRegisterNetwork(state, signed, account(2), 1, undefined);
  });

  it("takes the price, gives a uid and raises the price", () => {
    const before = freeBalance(state, coldkey);
    doRegister(state, signed, 1, account(3));
    expect(before - freeBalance(state, coldkey)).toBe(tao);
    expect(storage.Uids.at(1, account(3)).get(state)).toBe(1);
    expect(storage.Burn.at(1).get(state)).toBe(1_260_000_000n);
    expect(storage.RAORecycledForRegistration.at(1).get(state)).toBe(tao);
  });

  it("is refused for root, for subnets that are not there, twice, and above the limit", () => {
    expect(failure(() => doRegister(state, signed, 0, account(3)))).toBe("RegistrationNotPermittedOnRootSubnet");
    expect(failure(() => doRegister(state, signed, 5, account(3)))).toBe("SubnetNotExists");
    expect(failure(() => doRegister(state, signed, 1, account(2)))).toBe("HotKeyAlreadyRegisteredInSubNet");
    expect(failure(() => doRegisterLimit(state, signed, 1, account(3), tao - 1n))).toBe(
      "RegistrationPriceLimitExceeded",
    );
    expect(failure(() => doRegister(state, wholeRuntime.signed(account(9)), 1, account(3)))).toBe(
      "NotEnoughBalanceToStake",
    );
  });

  it("gets cheaper with the blocks, down to the least price", () => {
    for (let i = 0; i < 360; i++) updateRegistrationPricesForNetworks(state);
    const halved = storage.Burn.at(1).get(state);
    expect(halved).toBeLessThan(tao / 2n);
    expect(halved).toBeGreaterThan((tao * 49n) / 100n);
    storage.Burn.at(1).set(state, 500_001n);
    updateRegistrationPricesForNetworks(state);
    expect(storage.Burn.at(1).get(state)).toBe(500_000n);
    storage.Burn.at(1).set(state, 99n * tao);
    bumpRegistrationPriceAfterRegistration(state, 1);
    expect(storage.Burn.at(1).get(state)).toBe(100n * tao);
  });
});

/** A subnet 1 of hotkeys 10, 11, ... with these emissions, owned by the coldkey; 10 is the owner's. */
function subnetOf(...emissions: readonly bigint[]): void {
  storage.NetworksAdded.at(1).set(state, true);
  storage.SubnetOwner.at(1).set(state, coldkey);
  storage.SubnetOwnerHotkey.at(1).set(state, account(10));
  for (const uid of emissions.keys()) appendNeuron(state, 1, account(10 + uid), BigInt(uid));
  storage.Emission.at(1).set(state, [...emissions]);
}

describe("the neuron that is pruned", () => {
  it("is the worst that is not immune, while enough of those stay", () => {
    subnetOf(0n, 7n, 5n, 5n);
    storage.ImmunityPeriod.at(1).set(state, 0);
    storage.MinNonImmuneUids.at(1).set(state, 2);
    expect(getNeuronToPrune(state, 1)).toBe(2);
    storage.MinNonImmuneUids.at(1).set(state, 3);
    expect(getNeuronToPrune(state, 1)).toBeUndefined();
  });

  it("is the worst of all when all are immune, but never the owner's", () => {
    subnetOf(0n, 7n, 5n);
    expect(getNeuronToPrune(state, 1)).toBe(2);
    expect(getImmuneOwnerUids(state, 1, coldkey)).toEqual([0]);
  });

  it("leaves its uid without weights, and others' weights to it at zero", () => {
    subnetOf(0n, 7n, 5n);
    storage.Weights.at(1, 1).set(state, [
      [2, 9],
      [0, 4],
    ]);
    storage.Weights.at(1, 2).set(state, [[1, 9]]);
    replaceNeuron(state, 1, 2, account(99), 10n);
    expect(storage.Weights.at(1, 1).get(state)).toEqual([
      [2, 0],
      [0, 4],
    ]);
    expect(storage.Weights.at(1, 2).exists(state)).toBe(false);
    expect(storage.Uids.at(1, account(12)).exists(state)).toBe(false);
    expect(storage.Emission.at(1).get(state)).toEqual([0n, 7n, 0n]);
    expect(getLastUpdate(state, 1)).toEqual([0n, 1n, 10n]);
    replaceNeuron(state, 1, 0, account(98), 10n);
    expect(storage.Keys.at(1, 0).get(state)).toBe(account(10));
  });
});

describe("trimming", () => {
  it("moves those who stay together, with their weights and bonds", () => {
    subnetOf(3n, 1n, 9n, 2n, 8n);
    storage.ImmunityPeriod.at(1).set(state, 0);
    storage.MinAllowedUids.at(1).set(state, 1);
    storage.Weights.at(1, 4).set(state, [
      [1, 5],
      [2, 6],
      [4, 7],
    ]);
    trimToMaxAllowedUids(state, 1, 3);
    expect(storage.SubnetworkN.at(1).get(state)).toBe(3);
    expect(storage.Emission.at(1).get(state)).toEqual([3n, 9n, 8n]);
    expect([0, 1, 2].map((uid) => storage.Keys.at(1, uid).get(state))).toEqual([account(10), account(12), account(14)]);
    expect(storage.Weights.at(1, 2).get(state)).toEqual([
      [1, 6],
      [2, 7],
    ]);
    expect(storage.Weights.at(1, 4).exists(state)).toBe(false);
    expect(storage.Uids.at(1, account(14)).get(state)).toBe(2);
    expect(storage.Uids.at(1, account(11)).exists(state)).toBe(false);
  });

  it("is refused when too many are immune", () => {
    subnetOf(3n, 1n, 9n);
    storage.MinAllowedUids.at(1).set(state, 1);
    expect(failure(() => trimToMaxAllowedUids(state, 1, 2))).toBe("TrimmingWouldExceedMaxImmunePercentage");
    expect(failure(() => trimToMaxAllowedUids(state, 9, 2))).toBe("SubnetNotExists");
    expect(failure(() => trimToMaxAllowedUids(state, 1, 0))).toBe("InvalidValue");
  });
});

describe("weights", () => {
  const set = (who: number, uids: number[], values: number[], versionKey = 0n): void =>
    doSetWeights(state, wholeRuntime.signed(account(who)), 1, { uids, values, versionKey });

  beforeEach(() => {
    subnetOf(0n, 0n, 0n);
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
    expect(failure(() => set(10, [1], []))).toBe("WeightVecNotEqualSize");
    expect(failure(() => set(10, [0, 1, 2, 3], [1, 1, 1, 1]))).toBe("UidsLengthExceedUidsInSubNet");
    expect(failure(() => set(50, [1, 2], [1, 1]))).toBe("HotKeyNotRegisteredInSubNet");
    expect(failure(() => set(12, [1, 2], [1, 1]))).toBe("SettingWeightsTooFast");
    at(200);
    expect(failure(() => set(11, [1, 2], [1, 1]))).toBe("NeuronNoValidatorPermit");
    expect(failure(() => set(10, [1, 1], [1, 1]))).toBe("DuplicateUids");
    expect(failure(() => set(10, [1, 7], [1, 1]))).toBe("UidVecContainInvalidOne");
    expect(failure(() => set(10, [1], [1]))).toBe("WeightVecLengthIsLow");
    storage.StakeThreshold.set(state, 1n);
    expect(failure(() => set(11, [1, 2], [1, 1]))).toBe("NotEnoughStakeToSetWeights");
    storage.WeightsVersionKey.at(1).set(state, 5n);
    expect(failure(() => set(10, [1, 2], [1, 1], 4n))).toBe("IncorrectWeightVersionKey");
  });

  it("to oneself alone need no permit", () => {
    at(200);
    set(11, [1], [3]);
    expect(storage.Weights.at(1, 1).get(state)).toEqual([[1, 65_535]]);
  });
});

describe("mechanisms", () => {
  beforeEach(() => {
    subnetOf(0n);
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

describe("axons", () => {
  const axon = { version: 1, ip: 0x0102_0304n, port: 80, ip_type: 4, protocol: 0, placeholder1: 0, placeholder2: 0 };

  it("are served by registered hotkeys, not too often, with a certificate that can be read", () => {
    subnetOf(0n);
    const owner = wholeRuntime.signed(account(10));
    doServeAxon(state, owner, 1, axon, new Uint8Array([7, 1, 2]));
    expect(storage.Axons.at(1, account(10)).get(state)).toEqual({ ...axon, block: 10n });
    expect(storage.NeuronCertificates.at(1, account(10)).get(state)?.algorithm).toBe(7);
    expect(failure(() => doServeAxon(state, owner, 1, axon, undefined))).toBe("ServingRateLimitExceeded");
    at(60);
    doServeAxon(state, owner, 1, axon, new Uint8Array(0));
    expect(failure(() => doServeAxon(state, owner, 1, { ...axon, ip_type: 5 }, undefined))).toBe("InvalidIpType");
    expect(failure(() => doServeAxon(state, signed, 1, axon, undefined))).toBe("HotKeyNotRegisteredInNetwork");
  });

  it("are not on addresses that lead nowhere", () => {
    expect(isValidIpAddress(4, 0x7f00_0001n, true)).toBe(false);
    expect(isValidIpAddress(4, 0xffff_ffffn, true)).toBe(false);
    expect(isValidIpAddress(4, 0n, true)).toBe(true);
    expect(isValidIpAddress(6, 1n, true)).toBe(false);
    expect(isValidIpAddress(6, 0n, false)).toBe(false);
  });
});

describe("the faucet", () => {
  const fullWork = new Uint8Array(32).fill(255);

  it("wants work of the right kind over a recent block", () => {
    state = execute(memoryState([]).overlay(), local, makeRuntime(local));
    at(10);
    expect(createSealHash(state, 9n, 1n, coldkey)).not.toEqual(createSealHash(state, 9n, 2n, coldkey));
    expect(failure(() => doFaucet(state, signed, 11n, 0n, fullWork))).toBe("InvalidWorkBlock");
    expect(failure(() => doFaucet(state, signed, 7n, 0n, fullWork))).toBe("InvalidWorkBlock");
    expect(failure(() => doFaucet(state, signed, 9n, 0n, fullWork))).toBe("InvalidDifficulty");
    expect(failure(() => doFaucet(state, signed, 9n, 0n, new Uint8Array(32)))).toBe("InvalidSeal");
  });
});
