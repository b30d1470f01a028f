import { expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { createReadyQueue } from "./ready-queue.ts";
import type { PoolTransaction } from "./transaction.ts";

function transaction(name: string, priority: number): PoolTransaction {
  const extrinsic = createExtrinsic(utf8(name));
  const rest = { validTill: 1000n, requires: [], provides: [name], propagate: true, source: "External" } as const;
  return { hash: extrinsic.hash, extrinsic, priority: BigInt(priority), ...rest };
}

it("knows its worst as a search through all of them would, whatever comes and goes", () => {
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const queue = createReadyQueue();
  const held: PoolTransaction[] = [];
  for (let step = 0; step < 5000; step++) {
    const grows = step < 1500 ? 3 : 1;
    if (random(4) < grows || held.length === 0) {
      const one = transaction(`t${random(4) === 0 ? random(step + 1) : step}`, random(5));
      if (queue.has(one.hash) || held.some(({ provides }) => provides[0] === one.provides[0])) continue;
      queue.add(one);
      held.push(one);
    } else {
      const [gone] = held.splice(random(held.length), 1) as [PoolTransaction];
      if (random(2) === 0) queue.removeSubtree([gone.hash]);
      else queue.pruneTag(gone.provides[0] as string);
    }
    // The least priority, and of those the one that waited longest: they are in the order in which they came.
    const worst = held.reduce<PoolTransaction | undefined>(
      (a, b) => (a === undefined || b.priority < a.priority ? b : a),
      undefined,
    );
    expect(queue.worst()).toBe(worst?.hash);
  }
  expect([...queue.values()].map(({ hash }) => hash).sort()).toEqual(held.map(({ hash }) => hash).sort());
});
