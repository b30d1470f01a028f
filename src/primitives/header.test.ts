import { expect, it } from "vitest";
import { DecodeError } from "../codec/io.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "./header.ts";

const hash = (byte: string) => `0x${byte.repeat(32)}` as const;
const header = (number: number, digest: readonly Uint8Array[] = []): Header => ({
  ...{ parentHash: hash("01"), number, stateRoot: hash("02"), extrinsicsRoot: hash("03"), digest },
});

it("reads and names a header by its bytes, whatever was read before", () => {
  // Headers of one parent and one length take each other's place among those that are remembered.
  const several = Array.from({ length: 40 }, (_, number) => header(number));
  for (let round = 0; round < 3; round++) {
    for (const one of several) {
      const bytes = encodeHeader(one);
      expect(headerHash(bytes)).toBe(blake2Hex(bytes));
      expect(decodeHeader(bytes)).toEqual(one);
      expect(headerHash(bytes)).toBe(blake2Hex(bytes));
    }
  }
});

it("notices that bytes were changed in place", () => {
  const bytes = encodeHeader(header(5));
  decodeHeader(bytes);
  headerHash(bytes);
  bytes[40] = 0xff;
  expect(decodeHeader(bytes)).not.toEqual(header(5));
  expect(headerHash(bytes)).toBe(blake2Hex(bytes));
});

it("refuses bytes that were named by their hash before", () => {
  const broken = encodeHeader(header(6)).subarray(0, 60);
  headerHash(broken);
  expect(() => decodeHeader(broken)).toThrow(DecodeError);
  expect(() => decodeHeader(broken)).toThrow(DecodeError);
});
