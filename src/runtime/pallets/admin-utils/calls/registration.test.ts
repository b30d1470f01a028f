import { expect, it } from "vitest";
import { isBurnIncreaseMult } from "./registration.ts";

const one = 1n << 64n;

it.each([
  ["below 1", one - 1n, false],
  ["1", one, true],
  ["3", 3n * one, true],
  ["above 3", 3n * one + 1n, false],
  ["below 2^31", (one << 31n) - 1n, false],
  ["2^31", one << 31n, true],
  ["below 2^32", (one << 32n) - 1n, true],
  ["2^32", one << 32n, false],
  ["2^33 + 2^31", (one << 33n) + (one << 31n), false],
])("a factor of %s for the price of registrations: %s is taken: %s", (_, factor, taken) => {
  expect(isBurnIncreaseMult(factor)).toBe(taken);
});
