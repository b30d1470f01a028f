import { zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { concatBytes, utf8 } from "../../lib/bytes.ts";
import { isPacked, packedPrefix, unpackCode, unpackedLimit } from "./unpack.ts";

const packed = (...texts: readonly Uint8Array[]) =>
  concatBytes(packedPrefix, ...texts.map((text) => zstdCompressSync(text)));
const text = utf8("a program");

describe("unpacking code", () => {
  it("leaves what is not compressed as it is", () => {
    const plain = new Uint8Array(60);
    expect(isPacked(plain)).toBe(false);
    expect(unpackCode(plain, 10)).toBe(plain);
  });

  it("unpacks one frame, and several after each other", () => {
    expect(isPacked(packed(text))).toBe(true);
    expect(Buffer.from(unpackCode(packed(text))).toString()).toBe("a program");
    const large = new Uint8Array(3_000_000).fill(7);
    const unpacked = unpackCode(packed(large, text, new Uint8Array(0), text));
    expect(unpacked.length).toBe(3_000_018);
    expect(Buffer.from(unpacked.subarray(2_999_999)).toString()).toBe("\x07a programa program");
  });

  it("skips frames that hold nothing", () => {
    const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9);
    const code = concatBytes(packedPrefix, skippable, zstdCompressSync(text));
    expect(Buffer.from(unpackCode(code)).toString()).toBe("a program");
  });

  it("takes exactly as much as the limit", () => {
    expect(unpackCode(packed(text), text.length)).toHaveLength(text.length);
    expect(unpackCode(packed(text, text), 2 * text.length)).toHaveLength(2 * text.length);
    const message = (limit: number) => new RegExp(`^the compressed code unpacks to more than ${limit} bytes$`);
    expect(() => unpackCode(packed(text), text.length - 1)).toThrow(message(text.length - 1));
    expect(() => unpackCode(packed(text, text), 2 * text.length - 1)).toThrow(message(2 * text.length - 1));
  });

  it("refuses a bomb without making all of it", () => {
    const bomb = concatBytes(packedPrefix, zstdCompressSync(new Uint8Array(80 * 1024 * 1024)));
    expect(bomb.length).toBeLessThan(20_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unpackCode(bomb)).toThrow(`the compressed code unpacks to more than ${unpackedLimit} bytes`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(110 * 1024 * 1024);
  });

  it.each([
    ["nothing after the prefix", packedPrefix, /unexpected end of file/],
    ["a frame that is cut off", packed(text).subarray(0, -3), /unexpected end of file/],
    ["a second frame that is cut off", packed(text, text).subarray(0, -3), /unexpected end of file/],
    ["bytes after the frame", concatBytes(packed(text), utf8("garbage")), /Unknown frame descriptor/],
    ["what is no frame", concatBytes(packedPrefix, utf8("garbage")), /Unknown frame descriptor/],
  ])("refuses %s", (_what, code, message) => {
    expect(() => unpackCode(code)).toThrow(/^the compressed code does not unpack: /);
    expect(() => unpackCode(code)).toThrow(message);
  });
});
