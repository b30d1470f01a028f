import { describe, expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { Block, Justification } from "../primitives/block.ts";
import { createJustificationRequests } from "./justification-requests.ts";
import { fakeBlocks, fakeChain, fakeGenesis } from "./testing/fake-chain.ts";
import { createWorld } from "./testing/world.ts";

const blocks = fakeBlocks(fakeGenesis, 20);
const fork = fakeBlocks(blocks[4] as Block, 10, 1);
const chain = fakeChain([...blocks, ...fork]);
const descends = (ancestor: Hex, block: Hex) => chain.isDescendant(ancestor, block);
const at = (number: number) => blocks[number - 1] as Block;
const proof: Justification[] = [["FRNK", Uint8Array.of(1)]];
const peers = ["a", "b"].map((peer) => ({ peer, bestNumber: 12 }));

describe("justifications that are asked for", () => {
  it("are asked for from the oldest of each branch on, of peers that have the block", () => {
    const requests = createJustificationRequests(descends);
    requests.schedule(at(10));
    requests.schedule(at(6));
    requests.schedule(at(10));
    requests.schedule(fork[3] as Block);
    // Number 10 was the oldest when it came; what is asked for already stays.
    expect(requests.match(peers, 0).map(({ peer, block }) => [peer, block.number])).toEqual([
      ["a", 10],
      ["b", 6],
    ]);
    expect(requests.counts()).toEqual({ pending: 1, active: 2, failed: 0, importing: 0 });
    requests.schedule(at(15));
    expect(requests.counts().pending).toBe(1);
  });

  it("are not asked of the same peer again for ten seconds after it had none", () => {
    const requests = createJustificationRequests(descends);
    requests.schedule(at(6));
    expect(requests.match(peers, 0)).toMatchObject([{ peer: "a" }]);
    expect(requests.answered("a", undefined, 1000)).toBeUndefined();
    expect(requests.match([peers[0] as (typeof peers)[0]], 10_999)).toEqual([]);
    expect(requests.match(peers, 2000)).toMatchObject([{ peer: "b" }]);
    requests.peerLeft("b");
    expect(requests.match([peers[0] as (typeof peers)[0]], 11_000)).toMatchObject([{ peer: "a" }]);
  });

  it("are imported, and asked for again when they prove nothing", () => {
    const requests = createJustificationRequests(descends);
    requests.schedule(at(6));
    requests.schedule(at(10));
    requests.match(peers, 0);
    expect(requests.answered("a", proof, 0)).toMatchObject({ number: 6 });
    expect(requests.answered("a", proof, 0)).toBeUndefined();
    requests.imported(at(6), false);
    expect(requests.match(peers, 0)).toMatchObject([{ peer: "a", block: { number: 6 } }]);
    requests.answered("a", proof, 0);
    requests.imported(at(6), true);
    // The next on the branch is its turn now.
    expect(requests.match(peers, 0)).toMatchObject([{ peer: "a", block: { number: 10 } }]);
  });

  it("are forgotten for what is final, and for branches that lost", () => {
    const requests = createJustificationRequests(descends);
    for (const block of [at(6), at(10), fork[3] as Block]) requests.schedule(block);
    requests.finalized(at(8));
    expect(requests.match(peers, 0).map(({ block }) => block.number)).toEqual([10]);
    requests.schedule(at(7));
    expect(requests.counts()).toMatchObject({ pending: 0, active: 1 });
    requests.reset();
    expect(requests.counts()).toEqual({ pending: 0, active: 0, failed: 0, importing: 0 });
  });
});

describe("in a node", () => {
  const [, , third] = blocks as [Block, Block, Block];
  const world = (given: (own: ReturnType<typeof fakeChain>) => ReturnType<typeof fakeChain>) => {
    const own = fakeChain();
    const one = createWorld(own, {
      judge: ({ hash }) => ({ type: "imported", needsJustification: hash === third.hash }),
    });
    one.join({ id: "a", chain: given(own) });
    return { own, one };
  };

  it("are asked for after an import, and go to be imported", () => {
    const { one } = world(() => {
      const other = fakeChain(blocks);
      other.justify(third.hash, ["FRNK", Uint8Array.of(7)]);
      return other;
    });
    one.run(5000);
    const found = one.actions.filter(({ type }) => type === "import-justifications");
    expect(found).toEqual([
      {
        ...{ type: "import-justifications", peer: "a", block: { hash: third.hash, number: 3 } },
        justifications: [["FRNK", Uint8Array.of(7)]],
      },
    ]);
    one.input({ type: "justification-imported", peer: "a", block: third, success: false });
    one.run(10);
    expect(one.losses.get("a")).toBe(-(2 ** 31));
    expect(one.left.has("a")).toBe(true);
  });

  it("that a peer does not have are asked for again after a while; a peer without them loses nothing", () => {
    const { one } = world(() => fakeChain(blocks));
    one.run(25_000);
    const asked = one.actions.filter(
      (action) => action.type === "request" && action.request.protocol === "sync" && action.request.max === 1,
    );
    // The third time the same small request costs 2^10 over there, and is answered.
    expect(asked.length).toBe(3);
    expect(one.losses.size).toBe(0);
  });
});
