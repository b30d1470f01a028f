import { expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import type { Hex } from "../lib/bytes.ts";
import { claimSlot, takenSlot } from "./idle-slot.ts";

const key = (name: Parameters<typeof devAccount>[0]): Hex => devAccount(name).accountId;
const [one, two, alice] = [key("One"), key("Two"), key("Alice")];
const slot = { number: 100n, duration: 12_000n, now: 1_200_000 };

it("a slot is free after every earlier one", () => {
  expect(takenSlot(slot, 0, undefined)).toBeUndefined();
  expect(takenSlot(slot, 9, 99n)).toBeUndefined();
});

it("a slot that has its block passes; a clock that is far behind does not", () => {
  expect(takenSlot(slot, 9, 100n)).toEqual({
    cause: "passing",
    text: "No block in slot 100: block #9 is of this slot",
  });
  expect(takenSlot(slot, 9, 101n)?.cause).toBe("passing");
  expect(takenSlot(slot, 9, 400n)).toEqual({
    cause: "clock",
    text: "No block in slot 100: the clock is behind the chain, whose block #9 is of slot 400, 3600000 ms from now: set the clock, or wait",
  });
});

it("claims the slots of its keys, and says whose turn it is otherwise", () => {
  const claim = { authorities: [one, two], has: (hash: Hex) => hash === one, allowed: true };
  expect(claimSlot(100n, claim)).toEqual({ author: one });
  expect(claimSlot(101n, claim)).toEqual({
    cause: "passing",
    text: "No block in slot 101: it is the turn of 5CUjxa4wVKMj3FqKdqAUf7zcEMr4MYAjXeWmUf44B41neLmJ, one of 2 authorities",
  });
});

it("says that no authority is its own, that it waits for others, or that the chain has none", () => {
  const claim = { authorities: [one, two], has: (hash: Hex) => hash === alice, allowed: true };
  expect(claimSlot(1n, claim)).toMatchObject({
    cause: "keys",
    text: expect.stringContaining("none of the 2 authorities"),
  });
  expect(claimSlot(1n, { ...claim, authorities: [] })).toMatchObject({ cause: "keys" });
  expect(claimSlot(1n, { ...claim, allowed: false })).toMatchObject({
    cause: "network",
    text: expect.stringMatching(/^Skipping proposal slot\. Waiting for the network\. \(2 authorities and no peers/),
  });
});
