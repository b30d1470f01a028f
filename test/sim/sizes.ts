import type { RunningNode } from "./node.ts";

/** How much a node may hold of each kind, however long it runs and whatever peers send. */
const limits = {
  "blocks above the final one": 400,
  "rounds that are not over": 20,
  "gossip messages kept": 8192,
  "gossip messages that wait for blocks": 8192,
  "requests without an answer": 400,
  "blocks handed out": 2048,
  "forks to fetch": 2000,
  "justifications to fetch": 1000,
  "transactions ready": 8192,
  "transactions that wait": 819,
} as const;

type Kind = keyof typeof limits;

/** What a node holds now. */
function sizesOf({ chain, drivers }: RunningNode): Record<Kind, number> {
  const { sync, grandpa } = drivers;
  const current = sync.current();
  const full = current.type === "full" ? current.sync.figures() : undefined;
  const { ready, future } = chain.pool.status();
  const measures = grandpa?.measures();
  return {
    "blocks above the final one": chain.api.unfinalized().length,
    "rounds that are not over": 1 + (grandpa?.report()?.background.length ?? 0),
    "gossip messages kept": (measures?.registered ?? 0) - (measures?.expired ?? 0),
    "gossip messages that wait for blocks": measures?.waiting ?? 0,
    "requests without an answer": sync.openRequests(),
    "blocks handed out": full?.queued ?? 0,
    "forks to fetch": full?.forkTargets ?? 0,
    "justifications to fetch": full === undefined ? 0 : full.justifications.pending + full.justifications.active,
    "transactions ready": ready,
    "transactions that wait": future,
  };
}

/** The most that any node held of each kind. */
export interface Sizes {
  readonly most: Readonly<Record<Kind, number>>;
  /** Looks at a node. @returns what it holds too much of */
  look(node: RunningNode): readonly string[];
}

export function createSizes(): Sizes {
  const kinds = Object.keys(limits) as Kind[];
  const most = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  return {
    most,
    look(node) {
      const sizes = sizesOf(node);
      for (const kind of kinds) most[kind] = Math.max(most[kind], sizes[kind]);
      return kinds.filter((kind) => sizes[kind] > limits[kind]).map((kind) => `${sizes[kind]} ${kind}`);
    },
  };
}
