import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBlockAnnounce } from "../../network/messages/block-announce.ts";
import { encodeBlockResponse } from "../../network/messages/block-response.ts";
import type { Block } from "../../primitives/block.ts";
import { fakeBlock, fakeBlocks, fakeChain, fakeGenesis } from "../testing/fake-chain.ts";
import { bestOf, createWorld, type FakePeer } from "../testing/world.ts";
import type { SyncRequest } from "../types.ts";

const shared = fakeBlocks(fakeGenesis, 100);
const top = shared.at(-1) as Block;

describe("forks", () => {
  it("that are announced are fetched down to a known block", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    own.finalize(top);
    const other = fakeChain(shared);
    const world = createWorld(own);
    world.join({ id: "a", chain: other });
    const fork = fakeBlocks(top, 5, 1);
    world.grow("a", fork);
    world.run(5000);
    for (const { hash } of fork) expect(own.block(hash)).toBeDefined();
    const asked = world.actions.flatMap((action) => (action.type === "request" ? [action.request] : []));
    expect(asked).toMatchObject([{ from: { hash: fork[4]?.hash }, direction: "descending", max: 5 }]);
    expect(world.losses.size).toBe(0);
    // A child of a known block is fetched alone.
    const more = fakeBlock(fork[4], 1);
    world.grow("a", [more]);
    world.run(5000);
    expect(bestOf(own)).not.toBe(more.hash);
    expect(own.block(more.hash)).toBeDefined();
  });

  it("are not fetched when they are final already, or when the state to put them on is gone", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    own.finalize({ hash: own.hashAt(103) ?? "0x", number: 103 });
    for (const { hash } of shared) own.pruned.add(hash);
    const world = createWorld(own);
    world.join({ id: "a", chain: fakeChain(shared) });
    world.grow("a", fakeBlocks(top, 1, 1));
    world.grow("a", fakeBlocks(shared[97] as Block, 3, 2));
    world.run(5000);
    expect(world.actions.some(({ type }) => type === "request")).toBe(false);
  });

  it("that leave the chain before what is final are fetched once, and left alone", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    own.finalize({ hash: own.hashAt(103) ?? "0x", number: 103 });
    const world = createWorld(own);
    world.join({ id: "a", chain: fakeChain([...shared, ...fakeBlocks(top, 20, 1)]) });
    world.run(60_000);
    const whole = world.actions.filter(
      (one) => one.type === "request" && one.request.protocol === "sync" && "hash" in one.request.from,
    );
    expect(whole.length).toBe(1);
    expect(own.best().number).toBe(106);
    expect(world.losses.size).toBe(0);
  });

  it("that cannot be taken are remembered within bounds, however many a peer makes up", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    own.finalize({ hash: own.hashAt(103) ?? "0x", number: 103 });
    const world = createWorld(own);
    const made = new Map<string, Block>();
    const answer = (request: SyncRequest) => {
      const block = request.protocol === "sync" && "hash" in request.from ? made.get(request.from.hash) : undefined;
      if (block === undefined) return undefined;
      const body = block.body.map(({ bytes }) => bytes);
      return encodeBlockResponse([{ hash: block.hash, header: block.header, body }]);
    };
    world.join({ id: "liar", chain: fakeChain(shared), delay: 1, answer });
    for (let variant = 1; variant <= 1500; variant++) {
      // Each is right over the final block's height, on a parent that there is not.
      const block = fakeBlock(fakeBlock({ ...top, number: 102 }, variant), variant);
      made.set(block.hash, block);
      const message = encodeBlockAnnounce(block.header, false, new Uint8Array(0));
      world.input({ type: "announcement", peer: "liar", message });
      world.run(5);
    }
    const current = world.sync.current();
    expect(current.type === "full" && current.sync.figures().forkTargets).toBeLessThan(10);
    expect(made.size).toBe(1500);
  });

  it("deeper than an answer come piece by piece", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 400)]);
    own.finalize(top);
    const other = fakeChain([...shared, ...fakeBlocks(top, 450, 1)]);
    const world = createWorld(own);
    world.join({ id: "a", chain: other });
    world.join({ id: "b", chain: other });
    expect(world.run(60_000, () => bestOf(own) === bestOf(other))).toBe(true);
    expect(world.losses.size).toBe(0);
  });

  it("may be asked for by name, of peers that have them", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    const fork = fakeBlocks(top, 3, 1);
    const [, , wanted] = fork as [Block, Block, Block];
    const world = createWorld(own);
    const chain = fakeChain([...shared, ...fork, ...fakeBlocks(top, 6)]);
    world.join({ id: "a", chain });
    world.input({ type: "want-block", block: wanted, peers: [] });
    world.run(5000);
    expect(own.block(wanted.hash)).toBeDefined();
    // One that is there is not asked for.
    const before = world.actions.length;
    world.input({ type: "want-block", block: wanted, peers: ["a"] });
    world.run(2000);
    expect(world.actions.length).toBe(before);
  });

  it("are fetched of a peer that is known to hold them, and what comes before a block that it holds", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    const world = createWorld(own);
    const fork = fakeBlocks(top, 3, 1);
    const longer = fakeBlocks(top, 20, 2);
    const other = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    world.join({ id: "b", chain: other });
    world.run(2000);
    // They come to it without a word.
    other.add(...fork, ...longer);
    const [hidden, last] = [fork.at(-1), longer.at(-1)] as [Block, Block];
    expect(own.block(hidden.hash)).toBeUndefined();
    world.input({ type: "peer-holds", peer: "b", block: hidden });
    world.run(5000);
    expect(own.block(hidden.hash)).toBeDefined();
    world.input({ type: "peer-holds", peer: "b", block: last });
    world.run(5000);
    expect(bestOf(own)).toBe(last.hash);
    expect(world.sync.peers().find(({ peer }) => peer === "b")?.best.hash).toBe(last.hash);
    expect(world.losses.size).toBe(0);
  });

  it("that nobody has cost a peer nothing that never told of them", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    const world = createWorld(own);
    const chain = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    world.join({ id: "a", chain });
    world.join({ id: "b", chain });
    world.run(5000);
    // A vote may name a block that there is not.
    const invented = fakeBlock(top, 9);
    world.input({ type: "want-block", block: invented, peers: [] });
    world.run(5000);
    expect(world.losses.size).toBe(0);
    const current = world.sync.current();
    expect(current.type === "full" && current.sync.figures().forkTargets).toBe(0);
    world.input({ type: "want-block", block: invented, peers: ["a"] });
    world.run(5000);
    expect([...world.losses.keys()]).toEqual(["a"]);
  });

  it("go with the last peer that has them", () => {
    const own = fakeChain([...shared, ...fakeBlocks(top, 6)]);
    const world = createWorld(own);
    world.join({ id: "a", chain: fakeChain(shared), answer: () => "silence" });
    world.grow("a", fakeBlocks(top, 3, 1));
    world.leave("a");
    const current = world.sync.current();
    expect(current.type === "full" && current.sync.figures().forkTargets).toBe(0);
  });

  it("of bad and of foreign chains end it with a peer", () => {
    const own = fakeChain(shared);
    own.bad.add(fakeBlock(top, 7).hash);
    const world = createWorld(own);
    world.join({ id: "bad", chain: fakeChain([...shared, fakeBlock(top, 7)]) });
    const genesis = fakeBlock(undefined, 3);
    world.join({ id: "foreign", chain: fakeChain([], genesis) });
    world.join({ id: "long", chain: fakeChain(fakeBlocks(genesis, 200), genesis) });
    world.run(60_000);
    expect(world.losses.get("bad")).toBe(-(1 << 29));
    expect(world.losses.get("foreign")).toBe(-(2 ** 31));
    expect(world.losses.get("long")).toBe(-(2 ** 31));
    expect([...world.left].sort()).toEqual(["bad", "foreign", "long"]);
  });
});

/** A tree of chains that grow from points of each other. */
const branches = fc.array(fc.record({ from: fc.nat(120), length: fc.integer({ min: 1, max: 90 }) }), {
  minLength: 1,
  maxLength: 5,
});
const manner = fc.constantFrom("honest", "slow", "silent", "empty", "garbage", "leaves", "forger", "liar");
/** A chain that breaks the rules. */
const forged = fakeBlocks(fakeGenesis, 300, 77);
const forgedHashes = new Set(forged.map(({ hash }) => hash));
/** Whole ranges of the forged chain in place of the peer's own. */
const lie: FakePeer["answer"] = (request) => {
  if (request.protocol !== "sync" || request.max === 1 || !("number" in request.from)) return undefined;
  const last = request.from.number;
  const blocks = forged.slice(last - request.max < 0 ? 0 : last - request.max, last).reverse();
  return encodeBlockResponse(
    blocks.map(({ hash, header, body }) => ({ hash, header, body: body.map(({ bytes }) => bytes) })),
  );
};

it("ends at a longest chain that an honest peer has, whatever the others do", () => {
  fc.assert(
    fc.property(
      branches,
      fc.array(fc.record({ branch: fc.nat(4), manner }), { minLength: 1, maxLength: 5 }),
      fc.nat(4),
      fc.nat(100),
      (shapes, others, ours, grows) => {
        const chains: Block[][] = [];
        for (const [index, { from, length }] of shapes.entries()) {
          const base = index === 0 ? shared : (chains[from % index] as Block[]);
          const kept = base.slice(0, from);
          chains.push([...kept, ...fakeBlocks(kept.at(-1) ?? fakeGenesis, length, index + 1)]);
        }
        const chainOf = (branch: number) => fakeChain(chains[branch % chains.length] as Block[]);
        const own = chainOf(ours);
        const world = createWorld(own, {
          judge: ({ hash }) => ({ type: forgedHashes.has(hash) ? "invalid" : "imported" }),
        });
        const answers: Record<string, Partial<FakePeer>> = {
          ...{ honest: {}, slow: { delay: 5000 }, silent: { answer: () => "silence" } },
          ...{ empty: { answer: () => new Uint8Array(0) }, garbage: { answer: () => Uint8Array.of(1) } },
          ...{ leaves: { answer: () => "closed" }, liar: { answer: lie }, forger: { chain: fakeChain(forged) } },
        };
        for (const [index, other] of others.entries()) {
          world.join({ id: `p${index}`, chain: chainOf(other.branch), ...answers[other.manner] });
        }
        const good = others.map(({ manner }, index) => ({ manner, id: `p${index}` }));
        const honest = chainOf(others[0]?.branch ?? 0);
        world.join({ id: "honest", chain: honest });
        world.run(100 + grows * 20);
        world.grow("honest", fakeBlocks(honest.block(bestOf(honest)) as Block, 1 + (grows % 3), 9));
        world.run(200_000);
        expect(own.best().number).toBeGreaterThanOrEqual(honest.best().number);
        expect(world.losses.get("honest") ?? 0).toBe(0);
        for (const { manner, id } of good) if (manner === "honest") expect(world.losses.get(id) ?? 0).toBe(0);
        expect(world.sync.isMajorSyncing()).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});
