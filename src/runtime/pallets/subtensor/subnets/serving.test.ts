import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../../../test/support/account.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage } from "../storage.ts";
import { smallSubnet } from "../testing/small-subnet.ts";
import { failureOf, moveTo, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { doServeAxon, isValidIpAddress } from "./serving.ts";

const coldkey = account(1);
const signed = wholeRuntime.signed(coldkey);
let state: WriteState;

beforeEach(() => {
  state = wholeState(10);
});

describe("axons", () => {
  const axon = { version: 1, ip: 0x0102_0304n, port: 80, ip_type: 4, protocol: 0, placeholder1: 0, placeholder2: 0 };

  it("are served by registered hotkeys, not too often, with a certificate that can be read", () => {
    smallSubnet(state, coldkey, 0n);
    const owner = wholeRuntime.signed(account(10));
    doServeAxon(state, owner, 1, axon, new Uint8Array([7, 1, 2]));
    expect(storage.Axons.at(1, account(10)).get(state)).toEqual({ ...axon, block: 10n });
    expect(storage.NeuronCertificates.at(1, account(10)).get(state)?.algorithm).toBe(7);
    expect(failureOf(state, () => doServeAxon(state, owner, 1, axon, undefined))).toBe("ServingRateLimitExceeded");
    moveTo(state, 60);
    doServeAxon(state, owner, 1, axon, new Uint8Array(0));
    expect(failureOf(state, () => doServeAxon(state, owner, 1, { ...axon, ip_type: 5 }, undefined))).toBe(
      "InvalidIpType",
    );
    expect(failureOf(state, () => doServeAxon(state, signed, 1, axon, undefined))).toBe("HotKeyNotRegisteredInNetwork");
  });

  it("are not on addresses that lead nowhere", () => {
    expect(isValidIpAddress(4, 0x7f00_0001n, true)).toBe(false);
    expect(isValidIpAddress(4, 0xffff_ffffn, true)).toBe(false);
    expect(isValidIpAddress(4, 0n, true)).toBe(true);
    expect(isValidIpAddress(6, 1n, true)).toBe(false);
    expect(isValidIpAddress(6, 0n, false)).toBe(false);
  });
});
