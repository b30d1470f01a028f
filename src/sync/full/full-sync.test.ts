import { describe, expect, it } from "vitest";
import { fakeBlock, fakeBlocks, fakeChain, fakeGenesis } from "../testing/fake-chain.ts";
import { bestOf, createWorld } from "../testing/world.ts";

const chainOf = (count: number, variant = 0) => fakeChain(fakeBlocks(fakeGenesis, count, variant));

describe("full sync", () => {
  it("fetches all blocks of one peer, and then what it announces", () => {
    const own = fakeChain();
    const other = chainOf(1000);
    const world = createWorld(own);
    world.join({ id: "a", chain: other });
    expect(world.sync.isMajorSyncing()).toBe(true);
    expect(world.run(60_000, () => bestOf(own) === bestOf(other))).toBe(true);
    expect(world.run(1000, () => !world.sync.isMajorSyncing())).toBe(true);
    for (let more = 0; more < 10; more++) {
      world.grow("a", [fakeBlock(other.block(bestOf(other)))]);
      expect(world.run(5000, () => bestOf(own) === bestOf(other))).toBe(true);
    }
    const imports = world.actions.filter((action) => action.type === "import");
    expect(imports[0]?.origin).toBe("initial");
    expect(imports.at(-1)).toMatchObject({ origin: "broadcast", blocks: [{ number: 1010, origin: "a" }] });
    expect(world.losses.size).toBe(0);
    expect(world.sync.openRequests()).toBe(0);
  });

  it("asks many peers for different ranges at once", () => {
    const own = fakeChain();
    const other = chainOf(3000);
    const world = createWorld(own);
    for (const id of ["a", "b", "c", "d"]) world.join({ id, chain: other });
    expect(world.run(60_000, () => bestOf(own) === bestOf(other))).toBe(true);
    const asked = world.actions.flatMap((action) => (action.type === "request" ? [action.peer] : []));
    for (const id of ["a", "b", "c", "d"]) expect(asked.filter((peer) => peer === id).length).toBeGreaterThan(8);
    expect(world.losses.size).toBe(0);
  });

  it("goes over to a longer fork, whose ancestor it searches", () => {
    const shared = fakeBlocks(fakeGenesis, 300);
    const last = shared.at(-1);
    if (last === undefined) throw new Error("no blocks");
    const own = fakeChain([...shared, ...fakeBlocks(last, 20, 1)]);
    const other = fakeChain([...shared, ...fakeBlocks(last, 60, 2)]);
    const world = createWorld(own);
    world.join({ id: "a", chain: other });
    expect(world.run(60_000, () => bestOf(own) === bestOf(other))).toBe(true);
    expect(world.losses.size).toBe(0);
  });
});
