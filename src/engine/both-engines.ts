import { type Engine, EngineError, type TriedBlock } from "../chain/engine.ts";
import { equalBytes, type StateKey } from "../lib/bytes.ts";
import { cutText, oneLine } from "../lib/excerpt.ts";
import type { StateOverlay } from "../primitives/state.ts";

/** A key that two engines leave different values at. */
export interface EngineDifference {
  /** The id of a child trie; undefined for the top trie. */
  readonly child: StateKey | undefined;
  readonly key: StateKey;
  readonly first: Uint8Array | undefined | "unchanged";
  readonly second: Uint8Array | undefined | "unchanged";
}

export interface BothOptions {
  readonly first: Engine;
  readonly second: Engine;
  /** Whether the first engine's own invariants are checked too. */
  readonly tryState: boolean;
  /** Lines for people. */
  describe(differences: readonly EngineDifference[]): string[];
}

/**
 * An engine beside which a second one executes each block before it is stored. What the second makes of a block must be what
 * the first made of it: the same state, by the same header.
 */
export function createBothEngines({ first, second, tryState, describe }: BothOptions): Engine {
  return {
    ...first,
    tryState: async (block) => {
      const broken = tryState ? ((await first.tryState?.(block)) ?? []) : [];
      return broken.length > 0 ? broken : await compare(second, block, describe);
    },
  };
}

/** Characters of a refusal that are shown: a trap's words and the program's last ones. */
const longestRefusal = 500;

async function compare(second: Engine, block: TriedBlock, describe: BothOptions["describe"]): Promise<string[]> {
  const { before, after, header, body } = block;
  let refusal: string | undefined;
  try {
    await second.executeBlock(before, { header, body }, async () => {});
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    refusal = error.message;
  }
  const differences = differencesOf(before, after);
  // The words of a program that trapped say more than the changes which it did not come to.
  return [
    ...(refusal === undefined ? [] : [`  the second engine refuses it: ${cutText(oneLine(refusal), longestRefusal)}`]),
    ...(differences.length === 0 ? [] : ["  the second engine leaves another state:", ...describe(differences)]),
  ];
}

function differencesOf(second: StateOverlay, first: StateOverlay): EngineDifference[] {
  const none: Changes = new Map();
  const [ofFirst, ofSecond] = [first.childChanges(), second.childChanges()];
  const ids = [...new Set([...ofFirst.keys(), ...ofSecond.keys()])];
  return [
    ...spaceDifferences(undefined, first.changes(), second.changes()),
    ...ids.flatMap((id) => spaceDifferences(id, ofFirst.get(id) ?? none, ofSecond.get(id) ?? none)),
  ];
}

type Changes = ReadonlyMap<StateKey, Uint8Array | undefined>;

function spaceDifferences(child: StateKey | undefined, first: Changes, second: Changes): EngineDifference[] {
  const found: EngineDifference[] = [];
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const [a, b] = [first, second].map((changes) => (changes.has(key) ? changes.get(key) : "unchanged"));
    const same = a instanceof Uint8Array && b instanceof Uint8Array ? equalBytes(a, b) : a === b;
    if (!same) found.push({ child, key, first: a, second: b });
  }
  return found;
}
