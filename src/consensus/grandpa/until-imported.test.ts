import { describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { HeardMessage } from "./gossip/actions.ts";
import { commit, commitMessage, key, vote, voteMessage } from "./gossip/testing/gossip.ts";
import { createUntilImported, type Held } from "./until-imported.ts";

const block = (number: number): Place => ({ hash: key(number), number });
const [h1, h2, h3] = [block(5), block(6), block(7)];
const signature = new Uint8Array(64);

const commitFor = (...targets: readonly Place[]): HeardMessage => ({
  type: "commit",
  round: 0n,
  setId: 0n,
  commit: { target: h1, precommits: targets.map((target) => ({ target, voter: key(1), signature })) },
});
const catchUpFor = (prevotes: readonly Place[], precommits: readonly Place[]): HeardMessage => ({
  type: "catch-up",
  setId: 0n,
  catchUp: {
    round: 1n,
    base: h1,
    prevotes: prevotes.map((target) => ({ vote: { stage: "prevote", target }, voter: key(1), signature })),
    precommits: precommits.map((target) => ({ target, voter: key(1), signature })),
  },
});
const held = (message: HeardMessage, from = "peer"): Held => ({ from, message });

function createChain() {
  const known = new Map<Hex, number>();
  const queue = createUntilImported((hash) => known.get(hash));
  return {
    known,
    queue,
    importAll: (...blocks: readonly Place[]) =>
      blocks.flatMap((imported) => {
        known.set(imported.hash, imported.number);
        return queue.imported(imported);
      }),
  };
}

describe("messages about blocks that are not imported", () => {
  it("are ready at once when all blocks are there: a commit", () => {
    const { queue, importAll } = createChain();
    importAll(h1, h2, h3);
    expect(queue.add(held(commitFor(h2, h3)), 0)).toBe("ready");
  });

  it("are ready at once when all blocks are there: a catch-up", () => {
    const { queue, importAll } = createChain();
    importAll(h1, h2, h3);
    expect(queue.add(held(catchUpFor([h1, h3], [h1, h2])), 0)).toBe("ready");
  });

  it("wait for their blocks: a commit", () => {
    const { queue, importAll } = createChain();
    const waits = held(commitFor(h2, h3));
    expect(queue.add(waits, 0)).toBe("waiting");
    expect(queue.check(100)).toEqual({ ready: [], wanted: [] });
    expect(importAll(h1, h2, h3)).toEqual([waits]);
  });

  it("wait for their blocks: a catch-up", () => {
    const { queue, importAll } = createChain();
    const waits = held(catchUpFor([h1, h3], [h1, h2]));
    expect(queue.add(waits, 0)).toBe("waiting");
    expect(importAll(h1, h2)).toEqual([]);
    expect(importAll(h3)).toEqual([waits]);
  });

  it("wait for their block: a vote, dropped when the block has another number", () => {
    const { queue, importAll } = createChain();
    const right = held(voteMessage(1, 0, vote(1, 6)));
    const wrong = held(voteMessage(1, 0, { ...vote(2, 7), vote: { stage: "prevote", target: { ...h3, number: 8 } } }));
    expect([queue.add(right, 0), queue.add(wrong, 0)]).toEqual(["waiting", "waiting"]);
    expect([importAll(h2), importAll(h3)]).toEqual([[right], []]);
    expect([queue.add(right, 0), queue.add(wrong, 0)]).toEqual(["ready", "dropped"]);
  });

  it("have blocks asked for that do not come, every fifteen seconds", () => {
    const { queue } = createChain();
    queue.add(held(commitFor(h2, h3)), 0);
    expect(queue.check(14_999).wanted).toEqual([]);
    expect(queue.check(15_000).wanted).toEqual([h2, h3]);
    expect(queue.check(20_000).wanted).toEqual([]);
    expect(queue.check(30_000).wanted).toEqual([h2, h3]);
  });

  it("are found by a look at the chain when an import was not told", () => {
    const { queue, known } = createChain();
    const waits = held(commitFor(h2));
    queue.add(waits, 0);
    known.set(h2.hash, h2.number);
    expect(queue.check(5000)).toEqual({ ready: [waits], wanted: [] });
  });

  it("are told when the last of their blocks is imported", () => {
    const { queue, importAll } = createChain();
    const waits = held(catchUpFor([block(1)], [block(2)]));
    queue.add(waits, 0);
    expect(importAll(block(1))).toEqual([]);
    expect(importAll(block(2))).toEqual([waits]);
  });

  it("are dropped when one of their blocks has another number", () => {
    const { queue, importAll } = createChain();
    queue.add(held(catchUpFor([block(1)], [block(2)])), 0);
    expect(importAll({ ...block(1), number: 1234 })).toEqual([]);
    expect(importAll(block(2))).toEqual([]);
    expect(queue.waiting()).toBe(0);
    expect(queue.add(held(commitFor(h2, { ...h2, number: 9 })), 0)).toBe("dropped");
  });

  it("are counted until they are ready or dropped", () => {
    const { queue, importAll } = createChain();
    queue.add(held(commitFor(h2, h3)), 0);
    queue.add(held(voteMessage(1, 0, vote(1, 6))), 0);
    expect(queue.waiting()).toBe(2);
    importAll(h2);
    expect(queue.waiting()).toBe(1);
    queue.clear();
    expect([queue.waiting(), importAll(h3)]).toEqual([0, []]);
  });

  it("are bounded: the last catch-up of a peer replaces the one before", () => {
    const { queue, importAll } = createChain();
    const [first, other, last] = [
      held(catchUpFor([h2], [h2])),
      held(catchUpFor([h2], [h2]), "other"),
      held(catchUpFor([h2], [h2])),
    ];
    for (const waits of [first, other, last]) expect(queue.add(waits, 0)).toBe("waiting");
    expect(queue.waiting()).toBe(2);
    expect(importAll(h1, h2)).toEqual([other, last]);
  });

  it("are bounded: the oldest commits of a peer make room for its newer ones", () => {
    const { queue, importAll } = createChain();
    const of = (number: number, from: string) => held(commitMessage(1, 0, commit(number)), from);
    for (let number = 1; number <= 40; number++) queue.add(of(number, "many"), 0);
    queue.add(of(1, "one"), 0);
    expect(queue.waiting()).toBe(17);
    expect(importAll(block(1), block(24), block(25)).map(({ from }) => from)).toEqual(["one", "many"]);
    const crowd = createChain();
    for (let number = 0; number < 9000; number++) {
      const target = { hash: `0x${number.toString(16).padStart(64, "0")}` as const, number };
      crowd.queue.add(held(voteMessage(1, 0, { ...vote(1, 5), vote: { stage: "prevote", target } })), 0);
    }
    expect(crowd.queue.waiting()).toBe(8192);
    expect(crowd.queue.check(15_000).wanted).toHaveLength(8192);
  });
});
