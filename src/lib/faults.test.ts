import { expect, it } from "vitest";
import { createFaults } from "./faults.ts";

it("tells the first fault to all, also to those that ask later, and no other", () => {
  const faults = createFaults();
  const told: string[] = [];
  faults.onFirst(({ message }) => told.push(`early ${message}`));
  expect(faults.first).toBeUndefined();
  faults.report("one");
  faults.report(new Error("two"));
  faults.onFirst(({ message }) => told.push(`late ${message}`));
  expect(told).toEqual(["early one", "late one"]);
  expect(faults.first?.message).toBe("one");
});
