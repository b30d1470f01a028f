import { describe, expect, it } from "vitest";
import { type DummyChain, genesisName } from "./testing/dummy-chain.ts";
import { createSimulation } from "./testing/simulation.ts";
import { keyOf, votersOf } from "./testing/votes.ts";

const build = (chain: DummyChain) => chain.push(genesisName, ["A", "B", "C"]);

describe("a voter's rounds", () => {
  it("begin on what rounds before the last one made final", () => {
    const simulation = createSimulation();
    const node = simulation.add("1", { keys: [keyOf(1)], voters: votersOf([1]), build });
    const bases: (string | undefined)[] = [];
    for (const round of [1n, 2n, 3n]) {
      simulation.runUntil(() => node.completed.includes(round));
      bases.push(node.disk.completed.rounds[0]?.base.hash);
    }
    // Round 2 began before round 1 had made anything final.
    expect(bases).toEqual([genesisName, genesisName, "C"].map((name) => node.chain.place(name).hash));
  });
});
