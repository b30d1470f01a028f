import { expect, it } from "vitest";
import { isHex } from "./bytes.ts";

it("hexadecimal has 0x and an even number of digits, however many", () => {
  expect(["0x", "0x00aF", "0x0", "00", "0x0g", "0X00", "0x00\n", 1, null].map(isHex)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(isHex(`0x${"ab".repeat(20_000_000)}`)).toBe(true);
});
