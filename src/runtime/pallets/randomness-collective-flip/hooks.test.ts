import { expect, it } from "vitest";
import { bareState } from "../../../../test/support/bare-state.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { storage as system } from "../system/storage.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";

const hash = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;

it("keeps the last 81 parent hashes, that of a block 0 where a u32 below zero leads", () => {
  const { state } = bareState([]);
  for (let block = 1; block <= 82; block++) {
    system.ParentHash.set(state, hash(block));
    hooks.onInitialize?.(state, block);
  }
  const ring = storage.RandomMaterial.get(state);
  expect([ring.length, ring[0], ring[1], ring[80]]).toEqual([81, hash(82), hash(2), hash(81)]);
  system.ParentHash.set(state, hash(200));
  hooks.onInitialize?.(state, 0);
  // 4294967295 % 81
  expect(storage.RandomMaterial.get(state).indexOf(hash(200))).toBe(48);
});
