// Part `chopsticks`: random calls of the test network's pallets, by this project's host and by smoldot's executor, which nobody here wrote.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Metadata, TypeRegistry } from "@polkadot/types";
import { decode, encode } from "../../src/codec/codec.ts";
import { Writer } from "../../src/codec/io.ts";
import { bytes } from "../../src/codec/primitives.ts";
import { devAccount, devNames } from "../../src/crypto/dev-accounts.ts";
import { blake2b256 } from "../../src/crypto/hashing.ts";
import {
  concatBytes,
  emptyBytes,
  fromHex,
  type Hex,
  hexToKey,
  keyToHex,
  type StateKey,
  toHex,
} from "../../src/lib/bytes.ts";
import { encodeEngineItem, encodeHeader } from "../../src/primitives/header.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { type MemoryState, memoryState } from "../../src/storage/state/memory-state.ts";
import { createExecutor, type Executor } from "../../src/wasm/executor.ts";
import { Trap } from "../../src/wasm/memory.ts";
import { loadProgram } from "../../src/wasm/module/program.ts";
import { createRandom } from "../../test/fuzz/random.ts";
import { needed, type ProgramFiles } from "./files.ts";
import { createRandomValues } from "./random-call.ts";
import type { Report } from "./report.ts";
import { OldAccount } from "./test-network.ts";

const slotLength = 12_000;
/** After so many blocks the state is that of the genesis again: calls as root may have broken it. */
const episode = 50;

/** Of spec 103: make networks of up to 65,535 neurons, each with a weight or a bond for each, which no machine holds. */
const endless = new Set(["create_network_with_weights", "create_network"]);

type Value = string | null;
interface Answer {
  readonly Error?: string;
  readonly Call?: { readonly result: Hex; readonly storageDiff: readonly (readonly [Hex, Value])[] };
}
/** What the part needs of `@acala-network/chopsticks-executor`. */
interface Judge {
  run_task(task: unknown, callbacks: unknown): Promise<Answer>;
  calculate_state_root(entries: readonly (readonly [Hex, Hex])[], version: number): Promise<Hex>;
}

/** The changes of a block; what is as the parent has it is none. */
type Changes = ReadonlyMap<StateKey, Hex | undefined>;

export async function showChopsticks({ step }: Report, files: ProgramFiles): Promise<void> {
  const spec = JSON.parse(readFileSync(needed(files.testNetwork, "--test-network"), "utf8"));
  const folder = join(needed(files.chopsticks, "--chopsticks"), "node_modules/@acala-network/chopsticks-executor");
  const judge = (await import(pathToFileURL(join(folder, "dist/esm/index.js")).href)) as Judge;
  const genesis = new Map<StateKey, Uint8Array>();
  for (const [key, value] of Object.entries(spec.genesis.raw.top as Record<Hex, Hex>))
    genesis.set(hexToKey(key), fromHex(value));
  const accounts = devNames.slice(0, 6).map((name) => fromHex(devAccount(name).publicKey));
  for (const name of devNames.slice(0, 6))
    genesis.set(
      system.Account.at(devAccount(name).accountId).key,
      encode(OldAccount, [0, 0, 1, 0, 10n ** 15n, 0n, 0n, 0n]),
    );
  genesis.set(sudo.Key.key, fromHex(devAccount("Alice").publicKey));
  const code = genesis.get(":code") as Uint8Array;
  const executor = createExecutor(loadProgram(code), { heapPages: 60_000 });

  const registry = new TypeRegistry();
  const answered = executor.call(memoryState(genesis).overlay(), "Metadata_metadata", emptyBytes);
  const metadata = new Metadata(registry, registry.createType("Bytes", answered).toHex());
  registry.setMetadata(metadata);
  const pallets = metadata.asLatest.pallets.flatMap(({ name, index, calls }) =>
    calls.isSome ? [{ name: name.toString(), index: index.toNumber(), calls: calls.unwrap().type }] : [],
  );
  const random = createRandom(files.seed);
  const values = createRandomValues(registry.lookup, pallets, { accounts, endless }, random);
  const aliceKey = system.Account.at(devAccount("Alice").accountId).key;
  const numbers = (pallet: string, name: string): Uint8Array => {
    const found = pallets.find((one) => one.name === pallet);
    const variants = found === undefined ? [] : registry.lookup.getSiType(found.calls).def.asVariant.variants;
    const call = variants.find((variant) => variant.name.toString() === name);
    if (found === undefined || call === undefined) throw new Error(`no ${pallet}.${name}`);
    return Uint8Array.of(found.index, call.index.toNumber());
  };
  const asRoot = numbers("Sudo", "sudo");
  /** An unsigned extrinsic of version 4. */
  const timestampSet = concatBytes(Uint8Array.of(4), numbers("Timestamp", "set"));

  await step(`${files.calls} random calls`, async () => {
    const outcomes = { ok: 0, "dispatch errors": 0, refused: 0, traps: 0 };
    const seen = new Set<string>();
    let state = memoryState(genesis);
    let [blocks, changed] = [0, 0];
    for (let at = 0; at < files.calls; at++) {
      if (at % episode === 0) {
        state = memoryState(genesis);
        blocks = 0;
      }
      const number = ++blocks;
      const now = BigInt(1_700_000_000_000 + number * slotLength);
      const { pallet, name, bytes: plain } = values.call();
      seen.add(`${pallet}.${name}`);
      const wrapped = random.chance(50) ? concatBytes(asRoot, plain) : plain;
      const header = headerOf(number, now);
      const nonce = decode(OldAccount, state.get(aliceKey) ?? new Uint8Array(48))[0];
      const extrinsic = signedByAlice(wrapped, nonce);
      const inherent = concatBytes(timestampSet, registry.createType("Compact<u64>", now).toU8a());
      const calls: [string, Uint8Array][] = [
        ["Core_initialize_block", header],
        ["BlockBuilder_apply_extrinsic", encode(bytes, inherent)],
        ["BlockBuilder_apply_extrinsic", encode(bytes, extrinsic)],
        ["BlockBuilder_finalize_block", emptyBytes],
      ];
      const ours = runHere(executor, state, calls);
      const theirs = await runThere(judge, code, state, calls);
      const what = `call ${at}, ${pallet}.${name} ${toHex(wrapped)}`;
      if (ours === undefined || theirs === undefined) {
        if (ours !== theirs) throw new Error(`${what}: ${ours === undefined ? "traps here" : "fails there"} only`);
        outcomes.traps++;
        continue;
      }
      const difference = differenceOf(ours.changes, theirs);
      if (difference !== undefined) throw new Error(`${what}: ${difference}`);
      const { result } = ours;
      outcomes[result[0] !== 0 ? "refused" : result[1] === 0 ? "ok" : "dispatch errors"]++;
      changed += theirs.size;
      state.commit(ours.overlay);
      const entries = [...state.entries()].map(([key, value]) => [keyToHex(key), toHex(value)] as const);
      const root = await judge.calculate_state_root(entries, 1);
      if (root !== toHex(state.root())) throw new Error(`${what}: root ${toHex(state.root())} here, ${root} there`);
      // A chain without its program, or with another one, ends here.
      if (state.get(":code") !== code) [state, blocks] = [memoryState(genesis), 0];
    }
    if (outcomes.traps * 10 > files.calls) throw new Error(`${outcomes.traps} calls trap, and show nothing`);
    const counts = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
    return `${seen.size} calls of ${pallets.length} pallets: ${counts.join(", ")}; ${changed} changed keys and every root are equal`;
  });
}

const zeroHash: Hex = `0x${"00".repeat(32)}`;

/** Every signature is over a genesis of this hash: a block 1 says that its parent has it. */
function headerOf(number: number, now: bigint): Uint8Array {
  const slot = new Uint8Array(8);
  new DataView(slot.buffer).setBigUint64(0, now / BigInt(slotLength), true);
  const digest = [encodeEngineItem({ kind: "preRuntime", engine: "aura", data: slot })];
  return encodeHeader({ parentHash: zeroHash, number, stateRoot: zeroHash, extrinsicsRoot: zeroHash, digest });
}

/** An extrinsic of version 4, signed under spec 103, immortal and without a tip. */
function signedByAlice(call: Uint8Array, nonce: number): Uint8Array {
  const alice = devAccount("Alice");
  const extra = new Writer();
  extra.u8(0);
  extra.compact(nonce);
  extra.compact(0);
  const explicit = extra.finish();
  const implicit = new Writer();
  implicit.u32(103);
  implicit.u32(1);
  implicit.raw(fromHex(zeroHash));
  implicit.raw(fromHex(zeroHash));
  const payload = concatBytes(call, explicit, implicit.finish());
  const signature = alice.sign(payload.length > 256 ? blake2b256(payload) : payload);
  const [signed, byId, sr25519] = [Uint8Array.of(0x84), Uint8Array.of(0), Uint8Array.of(1)];
  return concatBytes(signed, byId, fromHex(alice.publicKey), sr25519, fromHex(signature), explicit, call);
}

type Calls = readonly (readonly [method: string, input: Uint8Array])[];

/** Undefined when a call traps. */
function runHere(executor: Executor, state: MemoryState, calls: Calls) {
  const overlay = state.overlay();
  let result: Uint8Array = emptyBytes;
  for (const [method, input] of calls)
    try {
      const answer = executor.call(overlay, method, input);
      if (method === "BlockBuilder_apply_extrinsic") result = answer;
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      return undefined;
    }
  const changes = new Map<StateKey, Hex | undefined>();
  for (const [key, value] of overlay.changes())
    note(changes, state, key, value === undefined ? undefined : toHex(value));
  return { overlay, result, changes };
}

/** Undefined when a call fails. */
async function runThere(
  judge: Judge,
  code: Uint8Array,
  state: MemoryState,
  calls: Calls,
): Promise<Changes | undefined> {
  const task = {
    ...{ id: 0, wasm: toHex(code), mockSignatureHost: 0, allowUnresolvedImports: true, runtimeLogLevel: 0 },
    ...{ storageProofSize: 0, calls: calls.map(([method, input]) => [method, [toHex(input)]]) },
  };
  const answer = await judge.run_task(task, {
    getStorage: async (key: Hex) => {
      const value = state.get(hexToKey(key));
      return value === undefined ? undefined : toHex(value);
    },
    getNextKey: async (prefix: Hex, key: Hex) => {
      const next = state.nextKey(hexToKey(key));
      return next?.startsWith(hexToKey(prefix)) ? keyToHex(next) : undefined;
    },
    offchainGetStorage: async () => undefined,
    offchainTimestamp: async () => 0,
    offchainRandomSeed: async () => zeroHash,
    offchainSubmitTransaction: async () => false,
  });
  if (answer.Call === undefined) return undefined;
  const changes = new Map<StateKey, Hex | undefined>();
  for (const [key, value] of answer.Call.storageDiff)
    note(changes, state, hexToKey(key), (value as Hex | null) ?? undefined);
  return changes;
}

function note(
  changes: Map<StateKey, Hex | undefined>,
  state: MemoryState,
  key: StateKey,
  value: Hex | undefined,
): void {
  const before = state.get(key);
  if ((before === undefined ? undefined : toHex(before)) !== value) changes.set(key, value);
}

function differenceOf(ours: Changes, theirs: Changes): string | undefined {
  for (const key of new Set([...ours.keys(), ...theirs.keys()]))
    if (ours.get(key) !== theirs.get(key))
      return `${keyToHex(key)} is ${ours.get(key) ?? "as before"} here, ${theirs.get(key) ?? "as before"} there`;
  return undefined;
}
