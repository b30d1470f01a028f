import type { Hex } from "../lib/bytes.ts";
import type { Chain } from "./chain.ts";
import { ImportError, verifyBlock } from "./verify-block.ts";

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
export function checkStoredBlock(chain: Chain, hash: Hex): CheckedBlock {
  const { database, environment, runtime } = chain;
  const header = database.header(hash);
  const body = database.body(hash);
  if (header === undefined || body === undefined) throw new ImportError("decode", undefined, `${hash} is not stored`);
  const started = environment.now();
  const { number } = verifyBlock(
    { header, body },
    {
      runtime,
      seals: "optional",
      badBlocks: new Set(),
      now: undefined,
      headerOf: chain.header,
      stateOf: chain.readState,
      overlayOf: database.overlayAt,
    },
  );
  return { number, extrinsics: body.length, milliseconds: environment.now() - started };
}
