import { describe, expect, it } from "vitest";
import { encode } from "../../../../codec/codec.ts";
import { concatBytes, fromHex } from "../../../../lib/bytes.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { LegacyWeightsTlockPayload, readTimelockedWeights, WeightsTlockPayload } from "./timelocked-weights.ts";

const who: AccountId = `0x${"aa".repeat(32)}`;
const weights = { uids: [1, 2], values: [3, 4], version_key: 5n };
const named = (hotkey: Uint8Array): Uint8Array => encode(WeightsTlockPayload, { hotkey, ...weights });

describe("opened weights", () => {
  it("count for the hotkey they name", () => {
    expect(readTimelockedWeights(named(fromHex(who)), who)).toMatchObject(weights);
    expect(readTimelockedWeights(named(concatBytes(fromHex(who), new Uint8Array(2))), who)).toMatchObject(weights);
    expect(readTimelockedWeights(named(fromHex(`0x${"ab".repeat(32)}`)), who)).toBeUndefined();
  });

  it("are read in the older form, and with bytes behind them", () => {
    const legacy = encode(LegacyWeightsTlockPayload, weights);
    expect(readTimelockedWeights(legacy, who)).toEqual(weights);
    expect(readTimelockedWeights(concatBytes(legacy, new Uint8Array(3)), who)).toEqual(weights);
  });

  it("with a hotkey too short are read as if they were of the older form", () => {
    // Of the older form the bytes are no value, or these.
    expect(readTimelockedWeights(named(new Uint8Array([9])), who)).toBeUndefined();
    const both = new Uint8Array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(readTimelockedWeights(both, who)).toEqual({ uids: [], values: [], version_key: 256n });
  });

  it("are nothing when they end too early", () => {
    expect(readTimelockedWeights(new Uint8Array([4, 1]), who)).toBeUndefined();
  });
});
