import { describe, expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import { createChainTypes } from "../metadata/chain-types.ts";
import { builds, createRuntime } from "../runtime/index.ts";
import { encodedMetadata } from "../runtime/metadata/metadata.ts";
import { encodedCall, readDeal, readMoment, readTried } from "./dev-params.ts";
import { readBuildMode, readTime } from "./dev-time.ts";
import { readFields } from "./dev-values.ts";
import { RpcError, rpcCode } from "./errors.ts";
import { refuseOthers } from "./exact-params.ts";
import { hash, integer, listOf, optional } from "./schema.ts";

const alice = devAccount("Alice").publicKey;
const address = ss58Encode(alice);
const types = createChainTypes(encodedMetadata(createRuntime(builds.local), 15) as Uint8Array);
const remark = { pallet: "System", call: "remark", args: { remark: "0x01" } };

/** The words of a refusal, which says that a parameter has a wrong form. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    expect([error.code, error.message]).toEqual([rpcCode.invalidParams, "Invalid params"]);
    return String(error.data);
  }
  throw new Error("it was read");
}

describe("a moment", () => {
  it("is one thing, and all of it is read", () => {
    expect(readMoment(types, { block: 5 })).toEqual({ until: "block", number: 5 });
    expect(readMoment(types, { epoch: 1, count: 2 })).toEqual({ until: "epoch", netuid: 1, count: 2 });
    expect(readMoment(types, { halving: true })).toEqual({ until: "halving" });
    const uid = { netuid: 1, uid: 3 };
    expect(readMoment(types, { immunityEnd: uid })).toEqual({ until: "immunityEnd", ...uid });
    for (const hotkey of [address, alice])
      expect(readMoment(types, { reveal: { netuid: 1, hotkey } })).toEqual({
        ...{ until: "reveal", netuid: 1, hotkey: alice },
      });
  });

  it.each([
    [{ block: 5, epoch: 1 }, "give block or epoch, not both"],
    [{ block: 5, count: 2 }, "there is no count: there are block"],
    [{ halving: false }, "halving: expected true, found false"],
    [{ block: -1 }, "block: expected an integer"],
    [{ immunityEnd: { netuid: 1, uid: 2, also: 3 } }, "there is no also: there are netuid, uid"],
    [{ children: { netuid: 1, hotkey: "5C" } }, "hotkey: expected an SS58 address, or 32 bytes of hex"],
    [{ someday: 1 }, "is no moment"],
    [{ constructor: 1 }, "is no moment"],
    [null, "is no moment"],
    ["x".repeat(5_000), "is no moment"],
  ])("%j is refused", (value, words) => {
    const why = refusal(() => readMoment(types, value));
    expect(why).toContain(words);
    expect(why.length).toBeLessThan(500);
  });
});

describe("what somebody is given", () => {
  it("has an account by address or by hex, and an amount with all its digits", () => {
    for (const account of [address, alice])
      expect(readDeal({ account, tao: "18446744073709551615" })).toEqual({ account: alice, tao: 2n ** 64n - 1n });
    expect(readDeal({ coldkey: alice, hotkey: address, netuid: 2, alpha: 7 })).toEqual({
      ...{ coldkey: alice, hotkey: alice, netuid: 2, alpha: 7n },
    });
  });

  it.each([
    [{ account: address }, "expected { account, tao }"],
    [{ account: address, tao: 1, alpha: 2 }, "tao or alpha"],
    [{ account: address, tao: 1, netuid: 2 }, "there is no netuid: there are account, tao"],
    [{ account: address, tao: 21_000_000_000_000_000 }, "a number above 2^53 loses some), found 21000000000000000"],
    [{ account: address, tao: 0 }, "tao: expected an amount in rao from 1"],
    [{ account: "root", tao: 1 }, "account: expected an SS58 address"],
    [
      { coldkey: address, hotkey: "5C", netuid: 2, alpha: 1 },
      'hotkey: expected an SS58 address, or 32 bytes of hex, found "5C"',
    ],
    [{ netuid: 1, hotkey: "5C" }, "expected { account, tao }"],
    [[], "expected { account, tao }"],
  ])("%j is refused", (value, words) => {
    expect(refusal(() => readDeal(value))).toContain(words);
  });
});

describe("a call", () => {
  it("is named, also where it is given in hex", () => {
    const { call } = encodedCall(types, remark, alice);
    const hex = `0x${Buffer.from(call).toString("hex")}`;
    expect(encodedCall(types, hex, "Root")).toEqual({ origin: "root", call, name: "System.remark" });
    expect(readTried(types, { call: hex, address: alice })).toEqual({ call, account: alice });
  });

  it("is refused where it is none", () => {
    expect(() => encodedCall(types, "0x", "root")).toThrow("the bytes of the call");
    for (const value of [null, 5, [], "remark"])
      expect(refusal(() => encodedCall(types, value, "root"))).toContain("is no call");
    expect(refusal(() => encodedCall(types, remark, "nobody"))).toContain("is no origin");
    expect(refusal(() => readTried(types, { call: remark, address: "root" }))).toContain("root signs no extrinsic");
    const tried = { call: remark, address };
    for (const value of [
      { ...tried, att: "0x00" },
      { extrinsic: { ...tried, att: "0x00" } },
      { extrinsic: tried, att: 1 },
    ])
      expect(refusal(() => readTried(types, value))).toContain("there is no att: there are ");
    expect(refusal(() => encodedCall(types, { pallet: "System" }, alice))).toContain(
      "is no call: give { pallet, call, args }",
    );
  });
});

describe("a time", () => {
  it.each([
    ["2027-01-31", "2027-01-31T00:00:00Z"],
    ["2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z"],
    ["2027-01-31 12:00", "2027-01-31T12:00:00Z"],
    ["2027-01-31T12:00:00.500+02:00", "2027-01-31T10:00:00.500Z"],
    ["31 January 2027 12:00 UTC", "2027-01-31T12:00:00Z"],
    ["1769860800000", "2026-01-31T12:00:00Z"],
  ])("%s is read", (value, iso) => {
    expect(readTime(value)).toBe(BigInt(Date.parse(iso)));
  });

  it.each([
    "2027-02-30T00:00:00Z",
    "2027-02-30",
    "30 February 2027 12:00 UTC",
    "2027-13-01",
    "2027-01-31T25:00:00Z",
    "2027-01",
    "yesterday",
    "-1",
    -1,
    1.5,
    null,
  ])("%j is refused", (value) => {
    expect(refusal(() => readTime(value))).toContain("is no moment: give ms since 1970");
  });
});

describe("parameters of the owner's methods", () => {
  it("have a place each, by position or by name", () => {
    const params = { netuid: integer(16), startAt: optional(integer(16)) };
    for (const given of [undefined, [1], [1, 2], [1, 2, null], { netuid: 1, startAt: 2 }, { start_at: 2 }])
      expect(() => refuseOthers(params, given)).not.toThrow();
    expect(() => refuseOthers(params, [1, 2, 3])).toThrow("3 parameters are given: there are netuid, startAt");
    expect(() => refuseOthers(params, { count: 50 })).toThrow("there is no parameter count: there are netuid, startAt");
    const one = { options: optional(integer(16)) };
    expect(() => refuseOthers(one, { count: 50 })).toThrow("an object for options is given in a list: [{ ... }]");
  });

  it("are refused in words, whatever stands in their place", () => {
    expect(() => listOf(hash).read([{}])).toThrow("expected a hash");
    expect(refusal(() => readFields({ count: optional(integer(32)) }, { cuont: 2 }))).toContain("there is no cuont");
    for (const mode of ["constructor", "Sometimes", { mixed: 5, instant: true }, 0])
      expect(refusal(() => readBuildMode(mode))).toContain("is no way to make blocks");
    expect(readBuildMode({ mixed: 500 })).toEqual({ mixed: 500 });
  });
});
