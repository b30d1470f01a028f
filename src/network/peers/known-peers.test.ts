import fc from "fast-check";
import { expect, test } from "vitest";
import { createKnownPeers } from "./known-peers.ts";

const day = 24 * 3_600_000;
const address = (port: number): string => `/ip4/127.0.0.1/tcp/${port}`;

test("addresses that failed least come first, and one that worked is as good as new", () => {
  const known = createKnownPeers(undefined, 0);
  known.add("a", [address(1), address(2)], 0);
  known.failed("a", [address(1)]);
  expect(known.addresses("a")).toEqual([address(2), address(1)]);
  known.worked("a", address(1), 1);
  known.failed("a", [address(2)]);
  expect(known.addresses("a")).toEqual([address(1), address(2)]);
  expect(known.addresses("b")).toEqual([]);
});

test("of a peer that says many addresses, a few are kept, and the ones that fail give way", () => {
  const known = createKnownPeers(undefined, 0);
  for (let port = 1; port <= 16; port++) known.add("a", [address(port)], 0);
  known.failed("a", [address(5)]);
  known.add("a", [address(17), `/dns/${"x".repeat(600)}/tcp/1`], 0);
  expect(known.addresses("a").length).toBe(16);
  expect(known.addresses("a")).not.toContain(address(5));
  expect(known.addresses("a")).toContain(address(17));
});

test("the peer seen longest ago gives way, but never one that the operator named", () => {
  const known = createKnownPeers(undefined, 0);
  known.add("boot", [address(1)], 0, true);
  for (let index = 1; index < 2_000; index++) known.add(`p${index}`, [address(1)], index);
  known.add("new", [address(1)], 5_000);
  expect(known.size).toBe(2_000);
  const peers = [...known.peers()];
  expect([peers.includes("boot"), peers.includes("p1"), peers.includes("p2"), peers.includes("new")]).toEqual([
    ...[true, false, true, true],
  ]);
});

test("peers that were made up push out no peer that a dial has reached, over a restart neither", () => {
  const known = createKnownPeers(undefined, 0);
  known.add("honest", [address(1)], 0);
  known.worked("honest", address(1), 1);
  const again = createKnownPeers(known.save(), 2);
  for (let index = 0; index < 5_000; index++) again.add(`made up ${index}`, [address(1)], 10 + index);
  expect(again.size).toBe(2_000);
  expect([...again.peers()]).toContain("honest");
});

test("a peer none of whose addresses ever works is forgotten, but never one that the operator named", () => {
  const known = createKnownPeers(undefined, 0);
  known.add("a", [address(1)], 0);
  known.add("boot", [address(1)], 0, true);
  for (let times = 0; times < 16; times++) for (const peer of ["a", "boot"]) known.failed(peer, [address(1)]);
  expect([...known.peers()]).toEqual(["boot"]);
});

test("what is saved comes back, without what nobody has seen for a week", () => {
  const known = createKnownPeers(undefined, 0);
  expect(known.changed).toBe(false);
  known.add("old", [address(1)], 0);
  known.add("new", [address(2), address(3)], day);
  expect(known.changed).toBe(true);
  const saved = known.save();
  expect(known.changed).toBe(false);
  const again = createKnownPeers(saved, 7 * day + 1);
  expect([...again.peers()]).toEqual(["new"]);
  expect(again.addresses("new")).toEqual([address(2), address(3)]);
  expect(again.changed).toBe(false);
});

test("whatever the file holds, nothing is thrown", () => {
  for (const text of ["", "{", "null", "[]", '{"version":2}', '{"version":1,"peers":[null,1,{"id":1},{"id":"a"}]}'])
    expect([...createKnownPeers(text, 0).peers()]).toEqual([]);
  fc.assert(fc.property(fc.json(), (text) => void createKnownPeers(text, 0)));
  const whole = createKnownPeers(undefined, 0);
  whole.add("a", [address(1)], 0);
  const saved = whole.save();
  for (let length = 0; length < saved.length; length++) createKnownPeers(saved.slice(0, length), 0);
});
