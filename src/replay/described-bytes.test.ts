import { describe, expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import { toHex } from "../lib/bytes.ts";
import { describedBytes } from "./described-bytes.ts";

describe("bytes that a recording describes", () => {
  it.each([
    ["0x0102", "0x0102"],
    ["0102 03", "0x010203"],
    ["5a*3 ‖ ff", "0x5a5a5aff"],
    ["compact(2097114) ‖ 3 zero bytes", "0x6aff7f00000000"],
    ["4 times 0102", "0x0102010201020102"],
    ["length ‖ 84 00", "0x088400"],
    ["Alice", devAccount("Alice").accountId],
  ])("%s", (given, bytes) => expect(toHex(describedBytes(given, "args"))).toBe(bytes));

  it.each([7, "0x012", "some zero bytes", "Mallory", "5a*x"])("not %s", (given) =>
    expect(() => describedBytes(given, "calls[0].args")).toThrow("calls[0].args must be"),
  );
});
