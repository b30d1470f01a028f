import { describe, expect, it } from "vitest";
import { encodeBlockAnnounce } from "../../network/messages/block-announce.ts";
import { encodeBlockResponse } from "../../network/messages/block-response.ts";
import type { Block } from "../../primitives/block.ts";
import { fakeBlock, fakeBlocks, fakeChain, fakeGenesis } from "../testing/fake-chain.ts";
import { bestOf, createWorld, type FakePeer } from "../testing/world.ts";
import type { SyncRequest } from "../types.ts";

const honestBlocks = fakeBlocks(fakeGenesis, 500);
const honest = (): FakePeer => ({ id: "honest", chain: fakeChain(honestBlocks) });
/** Blocks that look right and break the rules. */
const forged = fakeBlocks(fakeGenesis, 600, 99);
const judge = (block: Block) =>
  ({ type: forged.some(({ hash }) => hash === block.hash) ? "invalid" : "imported" }) as const;
const respond = (blocks: readonly Block[]) =>
  encodeBlockResponse(
    blocks.map((one) => ({ hash: one.hash, header: one.header, body: one.body.map(({ bytes }) => bytes) })),
  );
/** Ranges are asked for by whole blocks; the search for an ancestor is not. */
const isRange = (request: SyncRequest): boolean => request.protocol === "sync" && request.max > 1;

/** A node with this peer and an honest one: it gets all honest blocks, and the peer's losses are told. */
function syncBeside(bad: Partial<FakePeer>, ms = 400_000): { readonly loss: number; readonly left: boolean } {
  const own = fakeChain();
  const world = createWorld(own, { judge });
  world.join({ id: "bad", chain: fakeChain(honestBlocks), ...bad });
  world.join(honest());
  expect(world.run(ms, () => own.best().number === 500)).toBe(true);
  expect(bestOf(own)).toBe(honestBlocks.at(-1)?.hash);
  expect(world.losses.get("honest") ?? 0).toBe(0);
  return { loss: world.losses.get("bad") ?? 0, left: world.left.has("bad") };
}

describe("beside an honest peer", () => {
  it("one whose blocks break the rules goes", () => {
    expect(syncBeside({ chain: fakeChain(forged) })).toEqual({ loss: -(1 << 29), left: true });
  });

  it("one that answers nothing to what it has goes", () => {
    expect(syncBeside({ answer: () => respond([]) })).toEqual({ loss: -(1 << 29), left: true });
  });

  it("one that answers other blocks, too many, or blocks that do not belong together, goes", () => {
    const answers: ((truth: readonly Block[]) => readonly Block[])[] = [
      () => honestBlocks.slice(200, 210),
      (truth) => [...truth, ...truth],
      (truth) => [...truth.slice(0, 3), ...truth.slice(5)],
      (truth) => truth.map((block, index) => (index === 4 ? { ...block, hash: fakeGenesis.hash } : block)),
    ];
    for (const change of answers) {
      const answer = (request: SyncRequest) => {
        if (request.protocol !== "sync" || !isRange(request)) return undefined;
        const last = "number" in request.from ? request.from.number : 500;
        return respond(change(honestBlocks.slice(last - request.max, last).reverse()));
      };
      expect(syncBeside({ answer })).toEqual({ loss: -(1 << 29), left: true });
    }
  });

  it("one that answers garbage goes", () => {
    expect(syncBeside({ answer: () => Uint8Array.of(10, 255, 1) })).toEqual({ loss: -(1 << 12), left: true });
  });

  it("one that makes up a range in the middle of the chain goes, though nobody executed its blocks", () => {
    const loss = syncBeside({
      answer(request) {
        if (request.protocol !== "sync" || !isRange(request)) return undefined;
        const last = "number" in request.from ? request.from.number : 500;
        // What follows block 1 is of another chain.
        return last <= 64 ? undefined : respond(forged.slice(last - request.max, last).reverse());
      },
    });
    expect(loss.left).toBe(true);
  });

  it("one that is slow, silent, or refuses, goes and is asked less when it comes back", () => {
    expect(syncBeside({ answer: () => "silence" })).toEqual({ loss: -(1 << 10), left: true });
    expect(syncBeside({ answer: () => "refused" })).toEqual({ loss: -(1 << 10), left: true });
    expect(syncBeside({ answer: () => "closed" })).toEqual({ loss: 0, left: true });
    expect(syncBeside({ delay: 19_000 }).left).toBe(false);
  });
});

describe("alone", () => {
  it("a peer whose ranges lead nowhere is not believed for long", () => {
    const own = fakeChain(honestBlocks.slice(0, 100));
    const world = createWorld(own);
    const other = fakeChain(honestBlocks);
    world.join({
      id: "liar",
      chain: other,
      answer(request) {
        if (request.protocol !== "sync" || !isRange(request)) return undefined;
        const last = "number" in request.from ? request.from.number : 500;
        return respond(forged.slice(last - request.max, last).reverse());
      },
    });
    world.run(60_000);
    expect(world.left.has("liar")).toBe(true);
    expect(world.actions.filter(({ type }) => type === "import").length).toBeLessThan(6);
    world.join(honest());
    expect(world.run(60_000, () => own.best().number === 500)).toBe(true);
  });

  it("a failure of this node's own is tried again later and later", () => {
    const own = fakeChain();
    let fails = true;
    const times: number[] = [];
    const world = createWorld(own, {
      judge: () => {
        times.push(world.now());
        return { type: fails ? "failed" : "imported" };
      },
    });
    world.join(honest());
    world.run(60_000);
    expect(times.length).toBeGreaterThan(3);
    expect(times.length).toBeLessThan(9);
    const asked = world.actions.filter(({ type }) => type === "request").map((one) => JSON.stringify(one));
    expect(new Set(asked).size).toBe(asked.length);
    fails = false;
    expect(world.run(70_000, () => own.best().number === 500)).toBe(true);
    expect(world.left.size).toBe(0);
  });

  it("a peer that goes while it is asked is not asked for a minute, and reported when it does so thrice meanwhile", () => {
    const own = fakeChain();
    const world = createWorld(own);
    const shy = { ...honest(), answer: () => "silence" as const };
    world.join(shy);
    world.leave("honest");
    const asked = world.actions.length;
    world.join(shy);
    world.run(59_000);
    expect(world.actions.slice(asked).some(({ type }) => type === "request")).toBe(false);
    world.run(3000);
    expect(world.actions.slice(asked).some(({ type }) => type === "request")).toBe(true);
    expect(world.losses.size).toBe(0);

    // The search for an ancestor is made nevertheless.
    const other = createWorld(fakeChain(fakeBlocks(fakeGenesis, 10, 1)));
    for (let times = 0; times < 3; times++) {
      expect(other.losses.size).toBe(0);
      other.join(shy);
      other.leave("honest");
    }
    expect(other.losses.get("honest")).toBe(-(2 ** 31));
  });

  it("a peer that invents announcements is listened to only so far", () => {
    const own = fakeChain(honestBlocks);
    const world = createWorld(own);
    world.join({ ...honest(), answer: () => "silence" });
    for (const block of fakeBlocks(fakeGenesis, 400, 5)) world.grow("honest", [block]);
    const { current } = { current: world.sync.current() };
    if (current.type !== "full") throw new Error("not full");
    expect(current.sync.figures().forkTargets).toBeLessThanOrEqual(128);
  });
});

describe("one whose ranges stand on a block under the final one", () => {
  const long = fakeBlocks(fakeGenesis, 4000);
  const base = long[100] as Block;
  for (const claimed of [4000, 20_000])
    it(`does not stop the download when it claims to have ${claimed} blocks`, () => {
      const own = fakeChain(long.slice(0, 400));
      own.finalize(long[390] as Block);
      const world = createWorld(own, {
        judge: ({ parentHash }) => ({
          type: (own.block(parentHash)?.number ?? 0) < own.finalized().number ? "missing-state" : "imported",
        }),
      });
      const answer = (request: SyncRequest) => {
        if (request.protocol !== "sync" || !isRange(request)) return undefined;
        const last = "number" in request.from ? request.from.number : claimed;
        const first = fakeBlock({ ...base, number: last - request.max }, 42);
        return respond([first, ...fakeBlocks(first, request.max - 1, 42)].reverse());
      };
      world.join({ id: "bad", chain: fakeChain(long.slice(0, 400)), delay: 10, answer });
      const { header } = fakeBlock({ ...base, number: claimed - 1 }, 1);
      world.input({ type: "announcement", peer: "bad", message: encodeBlockAnnounce(header, true, new Uint8Array(0)) });
      for (const id of ["one", "two", "three"]) world.join({ id, chain: fakeChain(long), delay: 300 });
      expect(world.run(300_000, () => own.best().number === 4000)).toBe(true);
      for (const id of ["one", "two", "three"]) expect(world.losses.get(id) ?? 0).toBe(0);
    });
});
