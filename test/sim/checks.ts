import type { Chain } from "../../src/chain/chain.ts";
import type { Place } from "../../src/consensus/fork-tree.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";

/** What must hold in every run, whatever happens to machines and lines. */
export interface Checks {
  /** What does not hold, in the order in which it was found. */
  readonly broken: readonly string[];
  fail(what: string): void;
  /** A node begins to run: it must have all that it told of before. */
  started(node: string, chain: Chain): void;
  /** The last final block that a node told of. */
  finalOf(node: string): number;
  /** The final block of a height, if any node has one. */
  finalAt(height: number): Hex | undefined;
  readonly highest: number;
  /** How long blocks took from their author to each other node, ms. */
  readonly delays: readonly number[];
  readonly counts: { reorganizations: number; sets: number };
}

/** How many broken promises are written down. */
const most = 20;

/** @param elapsed ms since the run began */
export function createChecks(elapsed: () => number): Checks {
  const now = (): string => `[${(elapsed() / 1000).toFixed(3)} s]`;
  const firstSeen = new Map<Hex, number>();
  const delays: number[] = [];
  const broken: string[] = [];
  const finals = new Map<number, { readonly hash: Hex; readonly by: string }>();
  const told = new Map<string, Place>();
  let highest = 0;

  const fail = (what: string): void => {
    if (broken.length < most) broken.push(`${now()} ${what}`);
  };
  const finalized = (node: string, chain: Chain, { hash, number }: Place): void => {
    const last = told.get(node) ?? genesisOf(chain);
    const parent = chain.header(hash)?.parentHash;
    // A node that downloads a state has it proven final, and nothing before it.
    const warped = last.number === 0 && number > 1;
    if (!warped && (number !== last.number + 1 || parent !== last.hash))
      fail(`${node} finalizes #${number} ${hash} on ${parent}, its last final block was #${last.number} ${last.hash}`);
    told.set(node, { hash, number });
    const known = finals.get(number);
    if (known === undefined) finals.set(number, { hash, by: node });
    else if (known.hash !== hash)
      fail(`two final blocks at #${number}: ${known.hash} by ${known.by}, ${hash} by ${node}`);
    if (number > highest) highest = number;
  };

  const counts = { reorganizations: 0, sets: 0 };
  return {
    ...{ broken, counts, delays },
    fail,
    finalOf: (node) => told.get(node)?.number ?? 0,
    finalAt: (height) => finals.get(height)?.hash,
    get highest() {
      return highest;
    },
    started(node, chain) {
      const last = told.get(node) ?? genesisOf(chain);
      const { number } = chain.finalized();
      if (number < last.number || chain.api.hashOfNumber(last.number) !== last.hash)
        fail(`${node} lost final blocks: it told of #${last.number} ${last.hash} and starts with #${number} final`);
      // What was on the disk when the power went, and nobody was told of yet.
      for (let height = last.number + 1; height <= number; height++)
        finalized(node, chain, { hash: chain.api.hashOfNumber(height) as Hex, number: height });
      chain.api.events.onImported(({ hash }) => {
        const first = firstSeen.get(hash);
        if (first === undefined) firstSeen.set(hash, elapsed());
        else delays.push(elapsed() - first);
      });
      chain.api.events.onBest(({ retracted }) => {
        if (retracted.length > 0) counts.reorganizations++;
      });
      chain.api.events.onFinalized(({ hashes }) => {
        for (const hash of hashes) finalized(node, chain, { hash, number: chain.header(hash)?.number ?? -1 });
        counts.sets = Math.max(counts.sets, Number(chain.finality?.current().setId ?? 0n));
      });
    },
  };
}

const genesisOf = ({ api }: Chain): Place => ({ hash: api.genesisHash, number: 0 });

/** Whether the state of a block has the root that its header names. */
export function hasItsRoot(chain: Chain, hash: Hex): boolean {
  const overlay = chain.database.overlayAt(hash);
  return overlay !== undefined && toHex(overlay.root()) === chain.header(hash)?.stateRoot;
}
