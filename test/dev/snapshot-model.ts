import type { Chain } from "../../src/chain/chain.ts";
import { readState, signed, transfer } from "../../src/chain/testing/chain.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { blake2Hex } from "../../src/crypto/hashing.ts";
import type { DevApi } from "../../src/dev/api.ts";
import { type Hex, type StateKey, toHex } from "../../src/lib/bytes.ts";
import { UserError } from "../../src/lib/user-error.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { createRandom, type Random } from "../fuzz/random.ts";

/** What a chain should hold after its best block. */
interface Moment {
  readonly hash: Hex;
  readonly items: ReadonlyMap<StateKey, string>;
  readonly pool: readonly Hex[];
  /** The time of the next block, ms. */
  readonly next: bigint;
}

/** Some keys that no pallet has. */
const keyOf = (index: number): StateKey => `owner's item ${index}`;

/** How often each thing was done, and how long going back took, ms. */
export interface ModelReport {
  readonly done: Readonly<Record<string, number>>;
  readonly reverts: readonly number[];
}

/**
 * Does random things to a sealed chain and compares it with a copied map after each: items of the state, clock, pool, and all
 * snapshots at the end.
 * @throws Error with the operation after which something differed
 */
export async function runSnapshotModel(
  { chain, dev }: { readonly chain: Chain; readonly dev: DevApi },
  { operations, seed, keys = 40 }: { readonly operations: number; readonly seed: number; readonly keys?: number },
): Promise<ModelReport> {
  const random = createRandom(seed);
  const pick = (limit: number): number => random.below(limit);
  const done: Record<string, number> = {};
  const reverts: number[] = [];
  const saved = new Map<number, Moment>();
  const { slot, next: first } = await dev.time();
  /** What each block of this run left, and the time of a block on it. */
  const blocks = new Map<Hex, Pick<Moment, "items" | "next">>();
  let model: Moment = { hash: chain.best().hash, items: new Map(), pool: [], next: first };
  blocks.set(model.hash, model);

  const steps: Readonly<Record<string, () => Promise<void>>> = {
    async newBlock() {
      const count = 1 + pick(3);
      const hash = await dev.newBlocks({ count });
      const next = model.next + BigInt(count) * slot;
      let at = hash;
      for (let back = 0n; back < count; back++) {
        blocks.set(at, { items: model.items, next: next - back * slot });
        at = chain.header(at)?.parentHash as Hex;
      }
      model = { ...model, hash, pool: poolOf(chain), next };
    },
    async setStorage() {
      const step = new Map<StateKey, Uint8Array | undefined>();
      const next = new Map(model.items);
      for (let count = 1 + pick(4); count > 0; count--) {
        const key = keyOf(pick(keys));
        const value = pick(4) === 0 ? undefined : Uint8Array.from({ length: 1 + pick(60) }, () => pick(256));
        step.set(key, value);
        if (value === undefined) next.delete(key);
        else next.set(key, toHex(value));
      }
      const hash = await dev.setStorage(step);
      model = { hash, items: next, pool: poolOf(chain), next: model.next + slot };
      blocks.set(hash, model);
    },
    async submit() {
      // Later ones wait for those before: the pool holds some that are not ready.
      const nonce = system.Account.at(devAccount("Bob").publicKey).get(readState(chain)).nonce + pick(4);
      const bytes = signed(chain, "Bob", transfer("Eve", 1n + BigInt(pick(1000))), nonce);
      await chain.pool.submit(bytes).catch(() => {});
      model = { ...model, pool: poolOf(chain) };
    },
    async timeTravel() {
      const moment = model.next + BigInt(pick(100)) * slot;
      model = { ...model, next: await dev.timeTravel(moment) };
    },
    async snapshot() {
      saved.set(await dev.snapshot(), model);
    },
    async revert() {
      const ids = [...saved.keys()];
      const id = ids[pick(ids.length)];
      if (id === undefined) return;
      const began = performance.now();
      await dev.revert(id);
      reverts.push(performance.now() - began);
      model = saved.get(id) as Moment;
    },
    async drop() {
      const [oldest] = saved.keys();
      if (saved.size < 12 || oldest === undefined) return;
      dev.dropSnapshot(oldest);
      saved.delete(oldest);
      const refusal = await dev.revert(oldest).catch((error: unknown) => error);
      if (!(refusal instanceof UserError)) throw new Error("a snapshot that is gone was gone to");
    },
    async setHead() {
      const { number } = chain.best();
      const hash = await dev.setHead(Math.max(0, number - pick(8)));
      const found = blocks.get(hash);
      if (found === undefined) throw new Error(`block ${hash} is none of this run`);
      model = { hash, items: found.items, pool: poolOf(chain), next: found.next };
    },
  };
  const names = Object.keys(steps);
  for (let at = 0; at < operations; at++) {
    const name = names[pick(names.length)] as string;
    done[name] = (done[name] ?? 0) + 1;
    await steps[name]?.();
    await compare(chain, dev, model, { name: `operation ${at} (${name}), seed ${seed}`, keys, sample: random });
  }
  for (const [id, moment] of saved) {
    await dev.revert(id);
    await compare(chain, dev, moment, { name: `snapshot ${id} at the end, seed ${seed}`, keys });
  }
  return { done, reverts };
}

const poolOf = (chain: Chain): readonly Hex[] =>
  chain.pool
    .all()
    .map((bytes) => blake2Hex(bytes))
    .sort();

async function compare(
  chain: Chain,
  dev: DevApi,
  model: Moment,
  { name, keys, sample }: { readonly name: string; readonly keys: number; readonly sample?: Random },
): Promise<void> {
  const differs = (what: string, found: unknown, wanted: unknown): void => {
    if (String(found) !== String(wanted)) throw new Error(`${name}: ${what} is ${found}, should be ${wanted}`);
  };
  differs("the best block", chain.best().hash, model.hash);
  differs("the final block", chain.finalized().hash, model.hash);
  differs("the time of the next block", (await dev.time()).next, model.next);
  differs("the pool", poolOf(chain), model.pool);
  const state = chain.database.stateAt(model.hash);
  if (state === undefined) throw new Error(`${name}: the best block has no state`);
  for (let index = 0; index < keys; index++) {
    if (sample !== undefined && sample.below(4) > 0) continue;
    const value = state.get(keyOf(index));
    differs(`item ${index}`, value === undefined ? "absent" : toHex(value), model.items.get(keyOf(index)) ?? "absent");
  }
}
