import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../lib/bytes.ts";
import { CodecError } from "./codec-error.ts";
import { opaqueExtrinsic } from "./opaque-extrinsic.ts";

const text = (why: string) => `Could not decode \`OpaqueExtrinsic.0\`:\n\t${why}\n`;
const failure = (hex: string): unknown => {
  try {
    return opaqueExtrinsic(fromHex(hex));
  } catch (error) {
    return error instanceof CodecError ? error.message : error;
  }
};

describe("an opaque extrinsic", () => {
  it("is what its length covers, in each form of a length; what follows is ignored", () => {
    expect(toHex(opaqueExtrinsic(fromHex("0x00001054657374")))).toBe("0x00");
    expect(toHex(opaqueExtrinsic(fromHex("0x080102")))).toBe("0x080102");
    expect(toHex(opaqueExtrinsic(fromHex("0x08010203")))).toBe("0x080102");
    const two = `0x0101${"ab".repeat(64)}`;
    expect(toHex(opaqueExtrinsic(fromHex(`${two}ff`)))).toBe(two);
    const four = `0x02000100${"ab".repeat(2 ** 14)}`;
    expect(toHex(opaqueExtrinsic(fromHex(`${four}ff`)))).toBe(four);
  });

  it("does not decode from a length that is short, not in its shortest form, or of more than there is", () => {
    expect(failure("0x")).toBe(text("Not enough data to fill buffer"));
    for (const short of ["0x01", "0x020001", "0x03000000"]) {
      expect(failure(short)).toBe(text("Not enough data to fill buffer"));
    }
    for (const long of ["0x0100", "0xfd0000", "0x02000000", "0xfeff0000", "0x03ffffff3f", "0x0700000040"]) {
      expect(failure(long)).toBe(text("out of range decoding Compact<u32>"));
    }
    for (const missing of ["0x08", "0x0801", "0x0101ff", "0x0300000040"]) {
      expect(failure(missing)).toBe(text("Not enough data to decode vector"));
    }
  });
});
