import type { DevName } from "../../../crypto/dev-accounts.ts";
import { toHex } from "../../../lib/bytes.ts";
import { headerHash } from "../../../primitives/header.ts";
import type { PeerRole } from "../gossip/stages.ts";
import type { TestBlock } from "./block-tree.ts";
import { devVoters } from "./dev-votes.ts";
import { makeHeader } from "./header-chain.ts";
import { createTestNode, type TestNode, type TestWorld } from "./test-node.ts";

/** Nodes that talk with each other on a clock of their own. */
export interface TestNetwork {
  readonly nodes: ReadonlyMap<string, TestNode>;
  /** Adds a node, which gets all blocks and knows all others. */
  add(name: string, options?: { readonly key?: DevName; readonly role?: PeerRole }): TestNode;
  /** Makes blocks on the best one, the first with this digest, and gives them to all nodes or to those named. */
  push(count: number, digest?: readonly Uint8Array[], to?: readonly string[]): void;
  /** Lets time pass. @returns whether the condition came true in so many ms */
  runUntil(condition: () => boolean, limit?: number): boolean;
  /** Gives a node all blocks that it has not. */
  deliver(name: string): void;
}

function blockAbove(parent: TestBlock | undefined, digest: readonly Uint8Array[]): TestBlock {
  const number = parent === undefined ? 0 : parent.place.number + 1;
  const header = makeHeader(number, parent?.place.hash ?? toHex(new Uint8Array(32)), digest);
  return { place: { hash: headerHash(header), number }, header };
}

/** A network without nodes, in which a message takes 20 ms. */
export function createTestNetwork(genesisVoters: readonly DevName[], gossipDuration = 50): TestNetwork {
  const genesis = blockAbove(undefined, []);
  const nodes = new Map<string, TestNode>();
  const made: TestBlock[] = [genesis];
  let [clock, order, seed] = [0, 0, 1];
  const events: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  const after = (wait: number, run: () => void): void => {
    events.push({ at: clock + wait, order: order++, run });
  };
  const world: TestWorld = {
    genesis,
    voters: devVoters(genesisVoters),
    gossipDuration,
    now: () => clock,
    after,
    below(limit) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    },
    send: (from, to, bytes) => after(20, () => nodes.get(to)?.receive(from, bytes)),
    justificationOf: (number) =>
      [...nodes.values()].find(({ justified }) => justified.has(number))?.justified.get(number),
  };

  return {
    nodes,
    add(name, { key, role = "authority" } = {}) {
      const node = createTestNode(world, { name, key, role });
      for (const other of nodes.values()) {
        node.spread(node.gossip.peerConnected(other.name, other.role, clock));
        other.spread(other.gossip.peerConnected(name, role, clock));
      }
      nodes.set(name, node);
      for (const block of made.slice(1)) after(0, () => node.import(block));
      return node;
    },
    push(count, digest = [], to = [...nodes.keys()]) {
      for (let left = count; left > 0; left--) {
        const block = blockAbove(made.at(-1), left === count ? digest : []);
        made.push(block);
        for (const name of to) after(0, () => nodes.get(name)?.import(block));
      }
    },
    runUntil(condition, limit = 60_000) {
      const end = clock + limit;
      while (!condition()) {
        events.sort((a, b) => a.at - b.at || a.order - b.order);
        const next = events[0];
        if (next === undefined || next.at > end) {
          clock = end;
          return condition();
        }
        events.shift();
        clock = next.at;
        next.run();
      }
      return true;
    },
    deliver(name) {
      const node = nodes.get(name);
      for (const block of made) if (node !== undefined && !node.has(block.place.hash)) node.import(block);
    },
  };
}
