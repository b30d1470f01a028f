import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import { memoryState } from "../../../../storage/state/memory-state.ts";
import { execute } from "../../../frame/execution.ts";
import type { WriteState } from "../../../frame/state.ts";
import { createRuntime, local } from "../../../index.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { freeBalance } from "../../balances/accounts.ts";
import { mintInto } from "../../balances/fungible.ts";
import { storage } from "../storage.ts";
import { failureOf, moveTo, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { createSealHash, doFaucet } from "./faucet.ts";
import { doRegisterNetwork } from "./register-network.ts";
import { doRegister, doRegisterLimit } from "./registration.ts";
import { bumpRegistrationPriceAfterRegistration, updateRegistrationPricesForNetworks } from "./registration-prices.ts";
import { doStartCall, getSubnetAccountId, isSubnetAccountId } from "./subnet.ts";

const coldkey = account(1);
const signed = wholeRuntime.signed(coldkey);
const tao = 1_000_000_000n;
let state: WriteState;

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
    expect(failureOf(state, () => doRegisterNetwork(state, signed, account(3), 1, undefined))).toBe(
      "NetworkTxRateLimitExceeded",
    );
    moveTo(state, 10 + 7200);
    doRegisterNetwork(state, signed, account(3), 1, undefined);
    expect(storage.SubnetLocked.at(2).get(state)).toBe(2000n * tao - ((1000n * tao) / 100_800n) * 7200n);
  });

  it("is opened by its owner once", () => {
    doRegisterNetwork(state, signed, account(2), 1, undefined);
    expect(failureOf(state, () => doStartCall(state, wholeRuntime.signed(account(9)), 1))).toBe("BadOrigin");
    doStartCall(state, signed, 1);
    expect(storage.FirstEmissionBlockNumber.at(1).get(state)).toBe(11n);
    expect(failureOf(state, () => doStartCall(state, signed, 1))).toBe("FirstEmissionBlockNumberAlreadySet");
    expect(failureOf(state, () => doStartCall(state, signed, 7))).toBe("SubnetNotExists");
  });

  it("is refused when there are too many and none is old enough to go", () => {
    storage.SubnetLimit.set(state, 0);
    expect(failureOf(state, () => doRegisterNetwork(state, signed, account(2), 1, undefined))).toBe(
      "SubnetLimitReached",
    );
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
    expect(failureOf(state, () => doRegister(state, signed, 0, account(3)))).toBe(
      "RegistrationNotPermittedOnRootSubnet",
    );
    expect(failureOf(state, () => doRegister(state, signed, 5, account(3)))).toBe("SubnetNotExists");
    expect(failureOf(state, () => doRegister(state, signed, 1, account(2)))).toBe("HotKeyAlreadyRegisteredInSubNet");
    expect(failureOf(state, () => doRegisterLimit(state, signed, 1, account(3), tao - 1n))).toBe(
      "RegistrationPriceLimitExceeded",
    );
    expect(failureOf(state, () => doRegister(state, wholeRuntime.signed(account(9)), 1, account(3)))).toBe(
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

describe("the faucet", () => {
  const fullWork = new Uint8Array(32).fill(255);

  it("wants work of the right kind over a recent block", () => {
    state = execute(memoryState([]).overlay(), local, createRuntime(local));
    moveTo(state, 10);
    expect(createSealHash(state, 9n, 1n, coldkey)).not.toEqual(createSealHash(state, 9n, 2n, coldkey));
    expect(failureOf(state, () => doFaucet(state, signed, 11n, 0n, fullWork))).toBe("InvalidWorkBlock");
    expect(failureOf(state, () => doFaucet(state, signed, 7n, 0n, fullWork))).toBe("InvalidWorkBlock");
    expect(failureOf(state, () => doFaucet(state, signed, 9n, 0n, fullWork))).toBe("InvalidDifficulty");
    expect(failureOf(state, () => doFaucet(state, signed, 9n, 0n, new Uint8Array(32)))).toBe("InvalidSeal");
  });
});
