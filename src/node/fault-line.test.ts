import { expect, it } from "vitest";
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
