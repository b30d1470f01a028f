import { fromHex, type Hex, hexToKey, keyToHex, toHex } from "../lib/bytes.ts";
import { execute } from "../runtime/frame/execution.ts";
import type { WriteState } from "../runtime/frame/state.ts";
import { createRuntime, production } from "../runtime/index.ts";
import { persistMechanismEpochTerms, persistNetuidEpochTerms } from "../runtime/pallets/subtensor/yuma/epoch-terms.ts";
import { epochMechanism } from "../runtime/pallets/subtensor/yuma/run-epoch.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { epochKernelOf } from "./epoch-engine.ts";
import type { EpochEngine } from "./epoch-engines.ts";
import { asInteger, asNumber, asObject, asText, isObject, type Json } from "./recorded-values.ts";
import { compareResult, type MathReport } from "./report.ts";

/** Whether a parsed recording is the epoch of one mechanism of a subnet. */
export function isEpochFile(json: unknown): boolean {
  return isObject(json) && "storage_before" in json && "storage_changes" in json;
}

/** The state of a recording's storage entries. */
function stateOf(entries: Readonly<Record<string, Json>>, engine: EpochEngine): WriteState {
  const state = memoryState(
    Object.entries(entries).map(([key, value]) => [hexToKey(key), fromHex(asText(value))] as const),
  );
  return execute(state.overlay(), production, createRuntime(production, { epochKernel: epochKernelOf(engine) }));
}

/** What changed in a state, as recordings write it: keys that are not SubtensorModule's are no part of them. */
function changesOf(state: WriteState, recorded: Readonly<Record<string, Json>>): Record<string, Hex | null> {
  const subtensor = "658faa385070e074c85bf6b568cf0555";
  const changes: Record<string, Hex | null> = {};
  for (const [key, value] of state.overlay.changes()) {
    const name = keyToHex(key);
    if (name.startsWith(`0x${subtensor}`) || name in recorded)
      changes[name] = value === undefined ? null : toHex(value);
  }
  return changes;
}

/**
 * Runs the recorded epoch on its state, keeps the terms of the mechanism and of the subnet, and compares what it
 * returned for each hotkey and every storage entry that changed.
 * @throws TypeError when the JSON is not of the recordings' format.
 */
export function checkEpochFile(json: unknown, engine: EpochEngine = "wasm"): MathReport {
  const file = asObject(json);
  const [netuid, mecid] = [asNumber(file["netuid"]), asNumber(file["mecid"])];
  const report: MathReport = { checked: 0, differences: [] };
  const state = stateOf(asObject(file["storage_before"]), engine);
  const terms = epochMechanism(state, netuid, mecid, asInteger(file["emission"]));
  compareResult(report, "returned", file["returned"] ?? null, () =>
    [...terms].map(([hotkey, { serverEmission, validatorEmission }]) => [hotkey, serverEmission, validatorEmission]),
  );
  persistMechanismEpochTerms(state, netuid, mecid, terms);
  persistNetuidEpochTerms(state, netuid, terms);
  const recorded = asObject(file["storage_changes"]);
  const found = changesOf(state, recorded);
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(found)])) {
    const before = asObject(file["storage_before"])[key] ?? null;
    compareResult(report, key, key in recorded ? (recorded[key] ?? null) : before, () => found[key] ?? before);
  }
  return report;
}
