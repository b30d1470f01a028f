import { beforeEach, expect, it } from "vitest";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { fromHex, type Hex } from "../../../lib/bytes.ts";
import { memoryState } from "../../../storage/state/memory-state.ts";
import { applyExtrinsic } from "../../executive/apply-extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic, type Extrinsic } from "../../executive/extrinsic.ts";
import { validateTransaction } from "../../executive/validate-transaction.ts";
import { type Execution, execute } from "../../frame/execution.ts";
import { createRuntime, local } from "../../index.ts";
import { zeroHash } from "../../types/hashes.ts";
import { storage } from "./storage.ts";

const runtime = createRuntime(local);
const code = new Uint8Array([1, 2, 3]);
const refused = { err: { type: "Invalid", value: { type: "Call" } } };
const bare = (name: string, args: Record<string, unknown>) =>
  decodeExtrinsic(bareExtrinsic({ pallet: "System", name, args }, runtime), runtime);
const upgrade = bare("apply_authorized_upgrade", { code });
let state: Execution;

beforeEach(() => {
  state = execute(memoryState([]).overlay(), local, runtime);
});

const inPool = (extrinsic: Extrinsic) =>
  validateTransaction(state, runtime, extrinsic, "External", { number: 0, hash: zeroHash });
const authorize = (code_hash: Hex) => storage.AuthorizedUpgrade.set(state, { code_hash, check_version: false });

it("a call without a signature is no transaction, in a block or in the pool", () => {
  for (const extrinsic of [bare("remark", { remark: code }), bare("set_heap_pages", { pages: 5n }), upgrade]) {
    expect(applyExtrinsic(state, runtime, extrinsic)).toEqual(refused);
    expect(inPool(extrinsic)).toEqual(refused);
  }
});

it("but an upgrade is whose code was authorized", () => {
  authorize(zeroHash);
  expect(inPool(upgrade)).toEqual(refused);
  const hash = blake2Hex(code);
  authorize(hash);
  expect(inPool(upgrade)).toMatchObject({ valid: { priority: (1n << 64n) - 1n, provides: [fromHex(hash)] } });
  expect(applyExtrinsic(state, runtime, upgrade)).toEqual({ ok: { ok: undefined } });
  expect(applyExtrinsic(state, runtime, upgrade)).toEqual(refused);
});
