import type { Engine, Engines } from "../../chain/engine.ts";
import { encode } from "../../codec/codec.ts";
import { compact, tuple } from "../../codec/containers.ts";
import { Reader } from "../../codec/io.ts";
import { str, u8, u32 } from "../../codec/primitives.ts";
import { equalBytes, type StateKey } from "../../lib/bytes.ts";
import type { Surface } from "../../metadata/surface.ts";
import { storage as system } from "../../runtime/pallets/system/storage.ts";
import { createOverlay, type TrieOverlay } from "../../storage/state/overlay.ts";
import { type Branch, startOf } from "./branch.ts";

/** A key that the migrations of an upgrade change. */
export interface Migrated {
  readonly key: StateKey;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** Weight: picoseconds of the reference machine, and bytes of proof. */
export interface Weight {
  readonly refTime: bigint;
  readonly proofSize: bigint;
}

/** What the migrations of an upgrade do to a state. */
export interface Migrations {
  readonly changes: readonly Migrated[];
  readonly weight: Weight;
  /** What a block may weigh at most, by the new program; undefined when its metadata does not say. */
  readonly mostWeight: Weight | undefined;
  /** How long they took here, ms. */
  readonly milliseconds: number;
  /** What the program's own checks say (`TryRuntime_on_runtime_upgrade`); undefined where it has none. */
  readonly ownChecks: string | undefined;
}

/** The rules of a state after an upgrade. */
export interface Upgraded {
  readonly branch: Branch;
  readonly engines: Engines;
  readonly engine: Engine;
  readonly spec: { readonly version: number; readonly name: string };
  readonly surface: Surface;
}

const LastUpgrade = tuple(compact(u32), str);

/**
 * Finds what the migrations of a program do to a state. The first block by it begins twice: once as after the upgrade, once
 * as if the program had run before. What differs is the migrations' work, since the hooks of the block are the same.
 * @throws EngineError when the program does not begin a block on this state
 */
export async function migrationsOf({ branch, engines, engine, spec, surface }: Upgraded): Promise<Migrations> {
  const begin = async (prepare: (overlay: TrieOverlay) => void): Promise<[TrieOverlay, number]> => {
    const { overlay, digest } = await startOf(branch, engines, engine);
    prepare(overlay);
    const from = performance.now();
    await engine.openBlock(overlay, { parent: branch.place, digest });
    return [overlay, performance.now() - from];
  };
  const lastUpgrade = system.LastRuntimeUpgrade.key;
  const asIfRun = (overlay: TrieOverlay): void =>
    overlay.put(lastUpgrade, encode(LastUpgrade, [spec.version, spec.name]));
  // The first beginning of all takes longer: code and state are cold.
  await begin(asIfRun);
  const [without, usual] = await begin(asIfRun);
  const [migrated, took] = await begin(() => {});
  const own: readonly StateKey[] = [lastUpgrade, system.BlockWeight.key];
  const keys = new Set([...migrated.changes().keys(), ...without.changes().keys()]);
  const changes = [...keys]
    .filter((key) => !own.includes(key) && !same(migrated.get(key), without.get(key)))
    .sort()
    .map((key) => ({ key, before: without.get(key), after: migrated.get(key) }));
  const [more, less] = [blockWeight(migrated), blockWeight(without)];
  return {
    changes,
    weight: { refTime: more.refTime - less.refTime, proofSize: more.proofSize - less.proofSize },
    mostWeight: mostWeight(surface),
    milliseconds: Math.max(took - usual, 0),
    ownChecks: await ownChecks(branch, engine),
  };
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/** What a block has used so far, of all classes. */
function blockWeight(state: TrieOverlay): Weight {
  const value = state.get(system.BlockWeight.key);
  const from = new Reader(value ?? new Uint8Array(6));
  let [refTime, proofSize] = [0n, 0n];
  for (let left = 3; left > 0; left--) {
    refTime += from.compact();
    proofSize += from.compact();
  }
  return { refTime, proofSize };
}

/** `System.BlockWeights`: the weight of an empty block, then the most that one may have. */
function mostWeight({ pallets }: Surface): Weight | undefined {
  const constants = pallets.find(({ name }) => name === "System")?.constants;
  const value = constants?.find(({ name }) => name === "BlockWeights")?.value;
  if (value === undefined) return undefined;
  const from = new Reader(value);
  from.compact();
  from.compact();
  return { refTime: from.compact(), proofSize: from.compact() };
}

/** Has the program check its upgrade itself, before, after and the state, where it was built for that. */
async function ownChecks({ state }: Branch, engine: Engine): Promise<string | undefined> {
  try {
    await engine.call(createOverlay(state), "TryRuntime_on_runtime_upgrade", encode(u8, 1));
    return "all of the program's own checks pass";
  } catch (error) {
    if (!(error instanceof Error) || !("kind" in error)) throw error;
    return error.kind === "no-such-method" ? undefined : error.message;
  }
}
