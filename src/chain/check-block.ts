import type { Hex } from "../lib/bytes.ts";
import { noBlockRules } from "../primitives/block-rules.ts";
import type { Chain } from "./chain.ts";
import { storedBlock } from "./change.ts";
import { ImportError } from "./import-error.ts";
import { createRest } from "./rest.ts";
import type { RuntimeAt } from "./runtime-at.ts";
import { applyStep, decodeStep, type Step, stepName } from "./step.ts";
import { verifyBlock } from "./verify-block.ts";

export interface CheckedBlock {
  readonly number: number;
  readonly extrinsics: number;
  /** How long it took to verify and execute. */
  readonly milliseconds: number;
}

/**
 * Verifies a stored block again, on the state of its parent, without changing anything. A direct change that its chain's
 * owner made before it is made again.
 * @throws ImportError when it does not verify, or its parent's state is not kept.
 */
export async function checkStoredBlock(chain: Chain, hash: Hex): Promise<CheckedBlock> {
  const { database, environment } = chain;
  if (database.header(hash) === undefined || database.body(hash) === undefined) {
    throw new ImportError("decode", undefined, `${hash} is not stored`, { fault: "ours" });
  }
  const block = storedBlock(database, hash);
  const record = database.getExtra(stepName(hash));
  const step = record === undefined ? undefined : decodeStep(record);
  const started = environment.now();
  await verifyBlock(block, {
    seals: "optional",
    blockRules: noBlockRules,
    now: undefined,
    headerOf: chain.header,
    stateOf: (parent) => before(chain.runtimeAt(parent), step) ?? "discarded",
    rest: createRest(environment),
  });
  return { number: block.number, extrinsics: block.body.length, milliseconds: environment.now() - started };
}

/** What a block begins on, with the direct change before it where there was one. */
function before(parent: RuntimeAt | undefined, step: Step | undefined): RuntimeAt | undefined {
  if (parent === undefined || step === undefined) return parent;
  return { ...parent, overlay: () => applyStep(parent.overlay(), step) };
}
