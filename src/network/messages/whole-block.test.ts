import { expect, test } from "vitest";
import { DecodeError } from "../../codec/io.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import { decodeWholeBlock, encodeWholeBlock, wholeBlockId } from "./whole-block.ts";

const root = (byte: string) => `0x${byte.repeat(32)}` as const;
const header = encodeHeader({
  ...{ parentHash: root("11"), number: 70_000, stateRoot: root("22"), extrinsicsRoot: root("33") },
  digest: [Uint8Array.of(0, 8, 1, 2)],
});
const body = [Uint8Array.of(12, 4, 5, 6), Uint8Array.of(4, 7)];
const bytes = encodeWholeBlock(header, body);
const hex = (of: Uint8Array): string => Buffer.from(of).toString("hex");

test("a block is its header and the list of its extrinsics", () => {
  expect(bytes).toEqual(concatBytes(header, Uint8Array.of(8), ...body));
  const block = decodeWholeBlock(bytes);
  expect(block).toMatchObject({ hash: headerHash(header), number: 70_000, parentHash: root("11"), header });
  expect(block.body.map((extrinsic) => extrinsic.bytes)).toEqual(body);
});

test("bytes that are no block are refused, and nothing else happens", () => {
  for (let end = 0; end < bytes.length; end++)
    expect(() => decodeWholeBlock(bytes.subarray(0, end))).toThrow(DecodeError);
  expect(() => decodeWholeBlock(concatBytes(bytes, Uint8Array.of(0)))).toThrow(DecodeError);
  // Two extrinsics in the four-byte form of their count: every block has one encoding.
  expect(() => decodeWholeBlock(concatBytes(header, Uint8Array.of(10, 0, 0, 0), ...body))).toThrow(DecodeError);
  // As many as there are bytes.
  expect(() => decodeWholeBlock(concatBytes(header, Uint8Array.of(2, 0, 8, 0), new Uint8Array(131_073)))).toThrow(
    DecodeError,
  );
});

test("the id is the block's hash and that of the rest: the same header with another body is another message", () => {
  expect(hex(wholeBlockId(bytes)).slice(0, 64)).toBe(headerHash(header).slice(2));
  expect(wholeBlockId(encodeWholeBlock(header, body))).toEqual(wholeBlockId(bytes));
  const other = wholeBlockId(encodeWholeBlock(header, [Uint8Array.of(4, 8)]));
  expect(hex(other).slice(0, 64)).toBe(hex(wholeBlockId(bytes)).slice(0, 64));
  expect(other).not.toEqual(wholeBlockId(bytes));
  expect(wholeBlockId(new Uint8Array(0))).toHaveLength(64);
  expect(wholeBlockId(Uint8Array.of(1, 2))).toHaveLength(64);
});
