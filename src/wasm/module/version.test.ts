import { describe, expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import { str } from "../../codec/primitives.ts";
import { blake2b64 } from "../../crypto/hashing.ts";
import { concatBytes, emptyBytes, utf8 } from "../../lib/bytes.ts";
import { decodeVersion, RuntimeVersion } from "../../primitives/runtime-version.ts";
import { smallProgram } from "../testing/write-module.ts";
import { loadProgram } from "./program.ts";

const core = blake2b64(utf8("Core"));
const metadata = blake2b64(utf8("Metadata"));
const u32 = (value: number) => Uint8Array.of(value & 255, value >>> 8, 0, 0);
const head = concatBytes(encode(str, "node-subtensor"), encode(str, "node-subtensor"), u32(1), u32(425), u32(1));
const names = {
  spec_name: "node-subtensor",
  impl_name: "node-subtensor",
  authoring_version: 1,
  spec_version: 425,
  impl_version: 1,
};
const noApis = Uint8Array.of(0);
const program = (version: Uint8Array, apis?: Uint8Array) =>
  smallProgram({
    custom: [...(apis === undefined ? [] : [["runtime_apis", apis] as const]), ["runtime_version", version]],
  });
const ofProgram = (version: Uint8Array, apis?: Uint8Array) => loadProgram(program(version, apis)).version;

describe("the version that Core_version answers", () => {
  const answer = (coreVersion: number, rest: readonly number[]) =>
    concatBytes(head, Uint8Array.of(4), core, u32(coreVersion), Uint8Array.from(rest));

  it.each([
    [2, [], 1, 0],
    [3, [7, 0, 0, 0], 7, 0],
    [4, [7, 0, 0, 0, 2], 7, 2],
    [5, [7, 0, 0, 0, 2, 99, 99], 7, 2],
  ])("of Core %i", (coreVersion, rest, transaction_version, system_version) => {
    expect(decodeVersion(answer(coreVersion, rest))).toEqual({
      ...names,
      ...{ apis: [[core, coreVersion]], transaction_version, system_version },
    });
  });

  it("of no Core at all", () => {
    expect(decodeVersion(concatBytes(head, noApis))).toMatchObject({ transaction_version: 1, system_version: 0 });
  });

  it("of today is the one that this project writes", () => {
    const version = { ...names, apis: [[core, 5] as [Uint8Array, number]], transaction_version: 1, system_version: 1 };
    expect(decodeVersion(encode(RuntimeVersion, version))).toEqual(version);
  });
});

describe("the version that a module carries", () => {
  it("takes APIs from their own section, whose Core says how to read on", () => {
    const apis = concatBytes(metadata, u32(2), core, u32(4));
    expect(ofProgram(concatBytes(head, noApis, u32(9), Uint8Array.of(1)), apis)).toEqual({
      ...names,
      ...{
        apis: [
          [metadata, 2],
          [core, 4],
        ],
        transaction_version: 9,
        system_version: 1,
      },
    });
    expect(ofProgram(concatBytes(head, noApis, u32(9)), concatBytes(core, u32(3)))).toMatchObject({
      transaction_version: 9,
      system_version: 0,
    });
    expect(ofProgram(concatBytes(head, noApis), concatBytes(core, u32(2)))).toMatchObject({ transaction_version: 1 });
  });

  it("has no APIs where their section has none", () => {
    const inside = concatBytes(head, Uint8Array.of(4), core, u32(4), u32(9), Uint8Array.of(1));
    expect(ofProgram(inside, emptyBytes)).toMatchObject({ apis: [], transaction_version: 9 });
    expect(ofProgram(inside)).toMatchObject({ apis: [[core, 4]], transaction_version: 9, system_version: 1 });
  });

  it.each([
    ["is cut off", head.subarray(0, 12), undefined, /section runtime_version\) does not decode: /],
    [
      "lacks its last field",
      concatBytes(head, noApis, u32(9)),
      concatBytes(core, u32(4)),
      /runtime_version\) does not decode/,
    ],
    ["has a name that is not UTF-8", concatBytes(Uint8Array.of(4, 0xff), head), undefined, /UTF-8 expected/],
    ["has APIs that are cut off", concatBytes(head, noApis), core, /list of APIs \(section runtime_apis\) is cut off$/],
  ])("that %s is refused", (_what, version, apis, message) => {
    expect(() => ofProgram(version, apis)).toThrow(message);
    try {
      ofProgram(version, apis);
    } catch (error) {
      expect(error).toMatchObject({ name: "ProgramError", fault: "version" });
    }
  });

  it("is that of the first section where there are two", () => {
    const second = concatBytes(head, noApis, u32(3));
    const code = smallProgram({
      custom: [
        ["runtime_version", concatBytes(head, noApis)],
        ["runtime_version", second],
      ],
    });
    expect(loadProgram(code).version?.transaction_version).toBe(1);
  });
});
