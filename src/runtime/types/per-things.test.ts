import { describe, expect, it } from "vitest";
import { decode, encode } from "../../codec/codec.ts";
import { DecodeError } from "../../codec/io.ts";
import { Perbill, Percent, Permill, Perquintill } from "./per-things.ts";

describe("parts of a whole", () => {
  it("decode up to the whole and not beyond", () => {
    for (const [codec, whole] of [
      [Percent, 100],
      [Permill, 1_000_000],
      [Perbill, 1_000_000_000],
    ] as const) {
      expect(decode(codec, encode(codec, whole))).toBe(whole);
      expect(() => decode(codec, encode(codec, whole + 1))).toThrow(DecodeError);
    }
    const whole = 10n ** 18n;
    expect(decode(Perquintill, encode(Perquintill, whole))).toBe(whole);
    expect(() => decode(Perquintill, encode(Perquintill, whole + 1n))).toThrow(DecodeError);
  });
});
