import { expect, it } from "vitest";
import { BrokenState } from "../chain/broken-state.ts";
import { StorageError } from "../storage/errors.ts";
import { faultLine } from "./fault-line.ts";

it("tells a fault of storage in its own words", () => {
  expect(faultLine(new StorageError("full", "no space is left: free some"))).toBe(
    "The node ends: no space is left: free some",
  );
});

it("tells an error of the program in one line, with where it came from", () => {
  const line = faultLine(new TypeError("x is\n not a function"));
  expect(line).toMatch(
    /^The node ends by an error of the program: TypeError: x is; not a function \(.*src\/node\/fault-line\.test\.ts:\d+:\d+.*\)\. Please report this line; .*$/,
  );
});

it("tells a difference of two engines in one line, without stray marks", () => {
  const found = ["  the second engine leaves another state:", "  System.Events:", "    first:  1", "    second: 2"];
  expect(faultLine(new BrokenState({ number: 1, hash: "0x01" }, found))).toMatch(
    /^The node ends: block 1 \(0x01\) breaks the state and is not stored; the second engine leaves another state: System\.Events: first: 1; second: 2\. Please /,
  );
});
