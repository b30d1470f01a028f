import { expect, it } from "vitest";
import { Writer } from "../codec/io.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { createExtrinsic, isBare } from "./extrinsic.ts";

/** An extrinsic of a format with so many bytes behind it. */
function extrinsic(format: number, length: number) {
  const to = new Writer();
  to.compact(length + 1);
  to.u8(format);
  to.raw(new Uint8Array(length));
  return createExtrinsic(to.finish());
}

it.each([0, 63, 16_383])("tells bare extrinsics from others, whatever the length of their length: %s", (length) => {
  expect([0x04, 0x05].map((format) => isBare(extrinsic(format, length)))).toEqual([true, true]);
  expect([0x84, 0x45].map((format) => isBare(extrinsic(format, length)))).toEqual([false, false]);
});

it("reads a length of more bytes than four, too", () => {
  const length = [0b11, 0, 0, 0, 0x40];
  expect(isBare(createExtrinsic(new Uint8Array([...length, 0x04])))).toBe(true);
  expect(isBare(createExtrinsic(new Uint8Array([...length, 0x84])))).toBe(false);
});

it("of no bytes is not bare", () => {
  expect(isBare(createExtrinsic(new Uint8Array()))).toBe(false);
  expect(isBare(createExtrinsic(new Uint8Array([0])))).toBe(false);
});

it("is named by the hash of all of its bytes", () => {
  const one = extrinsic(4, 5);
  expect(one.hash).toBe(blake2Hex(one.bytes));
});
