import { expect, test } from "vitest";
import { backOff, createSlots, type Slots } from "./slots.ts";

const limits = { in: 2, out: 1, inLight: 1 };
const nobody = (): boolean => false;
const wanted = (slots: Slots, now: number, ...candidates: string[]) => slots.wanted(now, () => candidates, nobody);

test("full nodes come in until the inbound slots are taken", () => {
  const slots = createSlots(limits, [], false);
  expect(slots.admit("a", "full", "in", 0)).toBe(true);
  expect(slots.admit("b", "authority", "in", 0)).toBe(true);
  expect(slots.admit("c", "full", "in", 0)).toBe("all inbound slots are taken");
  slots.left("a", 0);
  expect(slots.admit("c", "full", "in", 0)).toBe(true);
  expect(slots.counts()).toMatchObject({ in: 2, out: 0, light: 0 });
});

test("light clients have slots of their own", () => {
  const slots = createSlots(limits, [], false);
  for (const peer of ["a", "b"]) slots.admit(peer, "full", "in", 0);
  expect(slots.admit("c", "light", "in", 0)).toBe(true);
  expect(slots.admit("d", "light", "in", 0)).toBe("too many light clients");
});

test("a reserved peer has a place when all are taken, and takes none", () => {
  const slots = createSlots(limits, ["r"], false);
  for (const peer of ["a", "b"]) slots.admit(peer, "full", "in", 0);
  expect(slots.admit("r", "full", "in", 0)).toBe(true);
  expect(slots.admit("c", "full", "in", 0)).toBe("all inbound slots are taken");
  // The outbound slot is free still.
  expect(wanted(slots, 0, "d")).toEqual(["d"]);
});

test("with reserved peers only, others are refused and nobody else is wanted", () => {
  const slots = createSlots(limits, ["r"], true);
  expect(slots.admit("a", "full", "in", 0)).toBe("reserved peers only");
  expect(wanted(slots, 0, "a", "b")).toEqual(["r"]);
  expect(slots.admit("r", "full", "in", 0)).toBe(true);
});

test("outbound slots are filled from the candidates in their order, reserved peers first", () => {
  const slots = createSlots({ ...limits, out: 2 }, ["r"], false);
  expect(wanted(slots, 0, "a", "r", "b", "c")).toEqual(["r", "a", "b"]);
  for (const peer of ["r", "a", "b"]) slots.opening(peer);
  expect(wanted(slots, 0, "a", "r", "b", "c")).toEqual([]);
  slots.left("a", 0);
  expect(wanted(slots, 0, "a", "c")).toEqual(["c"]);
});

test("a peer that left is wanted again after the back-off, and may come itself before", () => {
  const slots = createSlots(limits, ["r"], false);
  for (const peer of ["r", "a"]) {
    slots.opening(peer);
    slots.left(peer, 0);
  }
  expect(wanted(slots, backOff - 1, "a")).toEqual([]);
  expect(wanted(slots, backOff, "a")).toEqual(["r", "a"]);
  slots.left("a", backOff);
  expect(slots.admit("a", "full", "in", backOff)).toBe(true);
});

test("a banned reserved peer is not wanted", () => {
  const slots = createSlots(limits, ["r"], false);
  expect(
    slots.wanted(
      0,
      () => [],
      (peer) => peer === "r",
    ),
  ).toEqual([]);
});

test("a peer that this node opens to and that comes at the same time keeps its outbound slot", () => {
  const slots = createSlots(limits, [], false);
  slots.opening("a");
  for (const peer of ["b", "c"]) slots.admit(peer, "full", "in", 0);
  expect(slots.admit("a", "full", "in", 0)).toBe(true);
  expect(slots.counts()).toMatchObject({ in: 2, out: 1 });
});

test("a peer that is reserved no more stays where there is a slot, and goes where there is none", () => {
  const slots = createSlots({ in: 1, out: 1, inLight: 0 }, ["r", "s"], false);
  for (const peer of ["r", "s"]) slots.admit(peer, "full", "in", 0);
  expect(slots.removeReserved("r")).toBe(false);
  expect(slots.counts()).toMatchObject({ in: 1, reserved: 1 });
  expect(slots.removeReserved("s")).toBe(true);
  expect(slots.removeReserved("nobody")).toBe(false);
  slots.addReserved("r");
  expect(slots.counts()).toMatchObject({ in: 1, reserved: 1 });
  expect(createSlots(limits, [], true).removeReserved("a")).toBe(false);
});
