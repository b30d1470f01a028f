import { expect, it } from "vitest";
import { encodeEngineItem } from "../../primitives/header.ts";
import { findForcedChange, findScheduledChange } from "./digest.ts";
import { devVoters } from "./testing/dev-votes.ts";
import { changeItem, grandpaItem } from "./testing/header-chain.ts";

const [alice, bob] = [devVoters(["Alice"]), devVoters(["Bob"])];

it("finds the first change of each kind in a digest, past other logs of GRANDPA and of other engines", () => {
  const other = encodeEngineItem({ kind: "consensus", engine: "BEEF", data: changeItem(alice).subarray(6) });
  const seal = encodeEngineItem({ kind: "seal", engine: "FRNK", data: changeItem(alice).subarray(6) });
  const digest = [
    other,
    seal,
    grandpaItem({ type: "OnDisabled", value: 3n }),
    grandpaItem({ type: "Pause", value: 5 }),
    grandpaItem({ type: "Resume", value: 5 }),
  ];
  expect([findScheduledChange({ digest }), findForcedChange({ digest })]).toEqual([undefined, undefined]);
  const changes = [
    ...digest,
    changeItem(alice, 7, 99),
    changeItem(bob, 3),
    changeItem(alice, 4),
    changeItem(bob, 8, 1),
  ];
  expect(findScheduledChange({ digest: changes })).toEqual({ authorities: bob, delay: 3 });
  expect(findForcedChange({ digest: changes })).toEqual({ authorities: alice, delay: 7, medianLastFinalized: 99 });
});

it("reads a log that bytes follow, and none that is cut short", () => {
  const data = Uint8Array.of(1, 0, 9, 0, 0, 0, 77);
  const item = (bytes: Uint8Array) => encodeEngineItem({ kind: "consensus", engine: "FRNK", data: bytes });
  expect(findScheduledChange({ digest: [item(data)] })).toEqual({ authorities: [], delay: 9 });
  expect(findScheduledChange({ digest: [item(data.subarray(0, 5))] })).toBeUndefined();
});
