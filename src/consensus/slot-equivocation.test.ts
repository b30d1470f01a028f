import { expect, test } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { createSlotRecord } from "./slot-equivocation.ts";

const [alice, bob]: readonly Hex[] = ["0xaa", "0xbb"];
const block = (slot: bigint, author: Hex | undefined, hash: Hex) => ({ slot, author: author as Hex, hash });

test("two blocks of one author for one slot are told, and nothing else", () => {
  const record = createSlotRecord();
  expect(record.note(block(5n, alice, "0x01"), 5n)).toBeUndefined();
  expect(record.note(block(5n, alice, "0x01"), 6n)).toBeUndefined();
  expect(record.note(block(5n, bob, "0x02"), 6n)).toBeUndefined();
  expect(record.note(block(6n, alice, "0x03"), 6n)).toBeUndefined();
  expect(record.note(block(5n, alice, "0x04"), 7n)).toEqual({ slot: 5n, author: alice, first: "0x01", second: "0x04" });
});

test("what lies more than a thousand slots back is forgotten, and not looked at", () => {
  const record = createSlotRecord();
  record.note(block(5n, alice, "0x01"), 5n);
  expect(record.note(block(5n, alice, "0x02"), 1006n)).toBeUndefined();
  record.note(block(1006n, bob, "0x03"), 1006n);
  expect(record.note(block(5n, alice, "0x02"), 1005n)).toBeUndefined();
});
