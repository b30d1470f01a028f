import type { Hex } from "../lib/bytes.ts";
import type { Chain } from "./chain.ts";
import { storedBlock } from "./change.ts";
import { ImportError } from "./import-error.ts";
import { createRest } from "./rest.ts";
import { verifyBlock } from "./verify-block.ts";

export interface CheckedBlock {
  readonly number: number;
  readonly extrinsics: number;
  /** How long it took to verify and execute. */
  readonly milliseconds: number;
}

/**
 * Verifies a stored block again, on the state of its parent, without changing anything.
 * @throws ImportError when it does not verify, or its parent's state is not kept.
 */
export async function checkStoredBlock(chain: Chain, hash: Hex): Promise<CheckedBlock> {
  const { database, environment } = chain;
  if (database.header(hash) === undefined || database.body(hash) === undefined) {
    throw new ImportError("decode", undefined, `${hash} is not stored`, { fault: "ours" });
  }
  const block = storedBlock(database, hash);
  const started = environment.now();
  await verifyBlock(block, {
    seals: "optional",
    badBlocks: new Set(),
    now: undefined,
    headerOf: chain.header,
    stateOf: (parent) => chain.runtimeAt(parent) ?? "discarded",
    rest: createRest(environment),
  });
  return { number: block.number, extrinsics: block.body.length, milliseconds: environment.now() - started };
}
