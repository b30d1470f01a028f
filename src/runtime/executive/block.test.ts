import { expect, it } from "vitest";
import { memoryState } from "../../storage/state/memory-state.ts";
import { execute } from "../frame/execution.ts";
import { createRuntime, local } from "../index.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { zeroHash } from "../types/hashes.ts";
import { initializeBlock } from "./block.ts";

const runtime = createRuntime(local);

it.each([
  ["none", undefined, true],
  ["an earlier version", { spec_version: 424, spec_name: "node-subtensor" }, true],
  ["other rules", { spec_version: 425, spec_name: "other" }, true],
  ["this version", { spec_version: 425, spec_name: "node-subtensor" }, false],
  ["a later version, which Root wrote", { spec_version: 500, spec_name: "node-subtensor" }, false],
])("a state that %s ran on last asks for an upgrade or does not", (_, last, asks) => {
  const state = execute(memoryState([]).overlay(), local, runtime);
  if (last !== undefined) system.LastRuntimeUpgrade.set(state, last);
  const start = (): void => initializeBlock(state, runtime, { number: 1, parentHash: zeroHash, digest: { logs: [] } });
  if (asks) expect(start).toThrow("the upgrade from spec version");
  else expect(start).not.toThrow("the upgrade");
});
