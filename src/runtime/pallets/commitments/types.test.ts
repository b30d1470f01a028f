import { describe, expect, it } from "vitest";
import { DecodeError, Reader } from "../../../codec/io.ts";
import { Registration } from "./types.ts";

describe("a stored commitment that ends too early", () => {
  const read = (...bytes: number[]) => Registration.decode(new Reader(new Uint8Array(bytes)));

  it("is read as if zeros followed", () => {
    expect(read(7)).toEqual({ deposit: 7n, block: 0, info: { fields: [] } });
    // One field, of 513 bytes that are not there; then none.
    expect(read(...new Array(12).fill(0), 8, 136, 1, 8).info.fields).toEqual([
      { type: "BigRaw", value: new Uint8Array(512) },
      { type: "None" },
    ]);
  });

  it("is none where more zeros do not help", () => {
    expect(() => read(...new Array(12).fill(0), 4, 200)).toThrow(DecodeError);
    expect(() => read(...new Array(12).fill(0), 16)).toThrow(DecodeError);
  });
});
