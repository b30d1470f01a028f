import { expect, it } from "vitest";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { applyExtrinsic } from "../../executive/apply-extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic } from "../../executive/extrinsic.ts";
import { validateTransaction } from "../../executive/validate-transaction.ts";
import { execute } from "../../frame/execution.ts";
import { createRuntime, local } from "../../index.ts";
import { zeroHash } from "../../types/hashes.ts";

it("a call without a signature is no transaction, in a block or in the pool", () => {
  const runtime = createRuntime(local);
  const call = { pallet: "Grandpa", name: "note_stalled", args: { delay: 5, best_finalized_block_number: 10 } };
  const extrinsic = decodeExtrinsic(bareExtrinsic(call, runtime), runtime);
  const refused = { err: { type: "Invalid", value: { type: "Call" } } };
  const state = () => execute(memoryState([]).overlay(), local, runtime);
  expect(applyExtrinsic(state(), runtime, extrinsic)).toEqual(refused);
  const head = { number: 0, hash: zeroHash } as const;
  expect(validateTransaction(state(), runtime, extrinsic, "External", head)).toEqual(refused);
});
