import { expect, it } from "vitest";
import { bareState } from "../../../test/support/bare-state.ts";
import { bool, u16, u64 } from "../../codec/primitives.ts";
import { identity, pairCacheSize, twox64Concat } from "./hashers.ts";
import { defineStorage, map, optionalValue, value } from "./storage.ts";

const storage = defineStorage("Example", {
  Count: value(u64, 7n, "A number."),
  Flag: optionalValue(bool, "A yes or no."),
  Flags: map([identity(u16)], bool, false, "Some of them."),
  Pairs: map([identity(u16), twox64Concat(u16)], u64, 0n, "Of two."),
});

const { state } = bareState([]);

it("takes what does not decode as absent, and looks at no byte behind a value", () => {
  state.put(storage.Count.key, new Uint8Array([1, 2, 3]));
  state.put(storage.Flag.key, new Uint8Array([9]));
  expect([storage.Count.get(state), storage.Flag.get(state)]).toEqual([7n, undefined]);
  state.put(storage.Flag.key, new Uint8Array([1, 2, 3]));
  expect(storage.Flag.get(state)).toBe(true);
});

it("passes over keys and values that do not decode", () => {
  storage.Flags.at(3).set(state, true);
  storage.Flags.at(4).set(state, true);
  state.put(storage.Flags.at(4).key, new Uint8Array([2]));
  state.put(`${storage.Flags.prefix}\u0001`, new Uint8Array([1]));
  expect([...storage.Flags.entries(state)]).toEqual([[[3], true]]);
  expect([...storage.Flags.keys(state)]).toEqual([[3], [4]]);
});

it("finds the entry at two keys under one key, however many others are asked for in between", () => {
  const { Pairs } = storage;
  const last = pairCacheSize + 10;
  for (let n = 0; n <= last; n++) Pairs.at(n % 3, n).set(state, BigInt(n));
  expect(Pairs.at(last % 3, last)).toBe(Pairs.at(last % 3, last));
  for (const n of [0, 1, pairCacheSize - 1, pairCacheSize, last]) {
    expect(Pairs.at(n % 3, n).key).toBe(Pairs.prefix + identity(u16).make(n % 3) + twox64Concat(u16).make(n));
    expect(Pairs.at(n % 3, n).get(state)).toBe(BigInt(n));
  }
  const listed = [...Pairs.entries(state, 1)].map(([[, n]]) => n);
  expect(listed.sort((a, b) => a - b)).toEqual(
    Array.from({ length: last + 1 }, (_, n) => n).filter((n) => n % 3 === 1),
  );
});
