import type { BlockToExecute, Engine } from "../../src/chain/engine.ts";
import { blake2Hex } from "../../src/crypto/hashing.ts";
import { type Hex, joinBytes, type StateKey } from "../../src/lib/bytes.ts";
import { createRecentMap } from "../../src/lib/recent.ts";
import { encodeHeader } from "../../src/primitives/header.ts";
import type { StateChanges, StateOverlay } from "../../src/primitives/state.ts";

/** What came of a block: what it changed, or why it is not valid. */
type Execution =
  | { readonly top: StateChanges; readonly children: ReadonlyMap<StateKey, StateChanges> }
  | { readonly error: unknown };

/** Blocks whose execution is remembered: all of an hour, for nodes that come late. */
const remembered = 300;

/**
 * An engine that executes each block once for all nodes of the process: what a block changes follows from its bytes, which
 * name its parent. Each node puts the changes on its own state, and its chain checks the root that comes of it.
 */
export function sharingExecution(engine: Engine): Engine {
  const known = createRecentMap<Hex, Execution>(remembered);
  return {
    ...engine,
    async executeBlock(overlay, block, rest) {
      const key = nameOf(block);
      const before = known.get(key);
      if (before === undefined) {
        const execution = await execute(engine, overlay, block, rest);
        known.set(key, execution);
        if ("error" in execution) throw execution.error;
      } else if ("error" in before) throw before.error;
      else {
        put(overlay, before.top);
        for (const [id, changes] of before.children) put(overlay.child(id), changes);
      }
    },
  };
}

const nameOf = ({ header, body }: BlockToExecute): Hex =>
  blake2Hex(joinBytes([encodeHeader(header), ...body.map(({ bytes }) => bytes)]));

async function execute(engine: Engine, ...run: Parameters<Engine["executeBlock"]>): Promise<Execution> {
  const [overlay] = run;
  try {
    await engine.executeBlock(...run);
  } catch (error) {
    return { error };
  }
  return { top: overlay.changes(), children: overlay.childChanges() };
}

function put(to: Pick<StateOverlay, "put" | "delete">, changes: StateChanges): void {
  for (const [key, value] of changes) {
    if (value === undefined) to.delete(key);
    else to.put(key, value);
  }
}
