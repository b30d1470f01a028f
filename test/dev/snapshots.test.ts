import { describe, expect, it } from "vitest";
import { devChain } from "../../src/dev/testing/dev-chain.ts";
import { runSnapshotModel } from "./snapshot-model.ts";

describe("snapshots", () => {
  it("hold state, clock and pool through anything, where root changes the state", async () => {
    const { done } = await runSnapshotModel(await devChain(), { operations: 250, seed: 1 });
    expect(Object.keys(done).length).toBe(8);
  });

  it("hold them where recorded steps do", async () => {
    const { done } = await runSnapshotModel(await devChain({ keyOf: () => undefined }), { operations: 250, seed: 2 });
    expect(done.revert).toBeGreaterThan(10);
  });
});
