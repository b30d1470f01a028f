import { describe, expect, it } from "vitest";
import { type Plan, planOf } from "./plan.ts";
import { describeFailure } from "./report.ts";
import { type Outcome, runPlan } from "./run-seed.ts";

/** Some authorities and some who follow, each joined to each, and nothing that goes wrong. */
function quiet(authorities: number, nodes: number, minutes: number): Plan {
  const all = Array.from({ length: nodes }, (_, number) => number);
  return {
    ...planOf(1, { nodes, minutes, calm: 5, faults: [], byzantine: [] }),
    authorities,
    neighbours: all.map((own) => all.filter((other) => other !== own)),
    ...{ changes: [], late: new Map(), transfers: undefined, gossipDuration: 1000 },
  };
}

async function holds(plan: Plan): Promise<Outcome> {
  const outcome = await runPlan(plan);
  expect(outcome.broken.length === 0 ? "" : describeFailure(outcome, "this test")).toBe("");
  return outcome;
}

describe("what the simulation found (docs/simulation.md)", { timeout: 120_000 }, () => {
  it("a clock that is set back stops no votes", async () => {
    // Seed 9 sets the clock of an authority two hours ahead.
    const faults = [{ kind: "clock ahead", from: 60_000, to: 150_000, seed: 9 } as const];
    await holds({ ...quiet(3, 3, 8), faults, faultsEnd: 180_000 });
  });

  it("a node that joins by proofs follows after authorities changed", async () => {
    const changes = [60_000, 200_000].map((at) => ({ at, authorities: [0, 1, 2], delay: 0 }));
    const late = new Map([[4, { at: 400_000, warps: true }]]);
    const { counts } = await holds({ ...quiet(3, 5, 14), changes, late });
    expect(counts.sets).toBe(2);
  });
});

describe("a run", { timeout: 120_000 }, () => {
  it("comes out the same each time", async () => {
    const plan = planOf(7, { nodes: 4, minutes: 8, calm: 4 });
    const [first, second] = [await runPlan(plan), await runPlan(plan)];
    expect(second.fingerprint).toBe(first.fingerprint);
    expect((await runPlan({ ...plan, seed: 8 })).fingerprint).not.toBe(first.fingerprint);
  });

  it("comes out the same where each node executes each block by itself", async () => {
    const plan = planOf(7, { nodes: 4, minutes: 8, calm: 4 });
    const [shared, own] = [await runPlan(plan), await runPlan({ ...plan, ownExecution: true })];
    expect(own.fingerprint).toBe(shared.fingerprint);
  });

  it("notices disks that forget what they say they have synced", async () => {
    const faults = [{ kind: "power failure of many", from: 100_000, to: 120_000, seed: 1 } as const];
    const { broken } = await runPlan({ ...quiet(4, 4, 8), faults, disksLie: true });
    expect(broken.some((line) => line.includes("lost final blocks"))).toBe(true);
    expect(broken.some((line) => line.includes("This node voted twice"))).toBe(true);
  });
});
