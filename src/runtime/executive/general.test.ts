import { expect, it } from "vitest";
import { memoryState } from "../../storage/state/memory-state.ts";
import { execute } from "../frame/execution.ts";
import { createRuntime, local } from "../index.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { zeroHash } from "../types/hashes.ts";
import { applyExtrinsic } from "./apply-extrinsic.ts";
import { decodeExtrinsic, encodeExtrinsic } from "./extrinsic.ts";
import { validateTransaction } from "./validate-transaction.ts";

it.each([
  [5n, "AncientBirthBlock"],
  [6n, "UnknownOrigin"],
] as const)("an extrinsic of nobody's, born in block %s, is refused: %s", (phase, reason) => {
  const runtime = createRuntime(local);
  const state = execute(memoryState([]).overlay(), local, runtime);
  system.Number.set(state, 7);
  system.BlockHash.at(6).set(state, zeroHash);
  const call = { pallet: "System", name: "remark", args: { remark: new Uint8Array([1]) } };
  const explicit = { era: { period: 64n, phase }, nonce: 0, tip: 0n, mode: "Disabled" } as const;
  const preamble = { type: "General", extensionVersion: 0, explicit } as const;
  const bytes = encodeExtrinsic({ callBytes: runtime.encodeCall(call), preamble });
  const extrinsic = decodeExtrinsic(bytes, runtime);
  const refused = { err: { type: "Invalid", value: { type: reason } } };
  expect(applyExtrinsic(state, runtime, extrinsic)).toEqual(refused);
  expect(validateTransaction(state, runtime, extrinsic, "External", { number: 7, hash: zeroHash })).toEqual(refused);
});
