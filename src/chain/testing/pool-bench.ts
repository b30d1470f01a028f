import { Writer } from "../../codec/io.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { fromUtf8, type Hex, utf8 } from "../../lib/bytes.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import type { PoolError, TransactionStatus } from "../api.ts";
import type { BlockPlace, Validity } from "../engine.ts";
import { silentLog } from "../environment.ts";
import type { PoolChain, PoolOptions } from "../pool/parts.ts";
import { createPool, type Pool } from "../pool/pool.ts";

/** A transaction that says itself what validation will say of it. */
export interface Fake {
  readonly name?: string;
  readonly provides?: readonly string[];
  readonly requires?: readonly string[];
  readonly priority?: number;
  readonly longevity?: number;
  readonly propagate?: boolean;
  readonly verdict?: Validity;
}

/** The bytes of a fake transaction. */
export function encodeFake(fake: Fake): Uint8Array {
  const body = utf8(JSON.stringify(fake));
  const to = new Writer();
  to.compact(body.length);
  to.raw(body);
  return to.finish();
}

const decodeFake = (bytes: Uint8Array): Fake => JSON.parse(fromUtf8(bytes.subarray(bytes.indexOf(123)))) as Fake;

/** The names of fake transactions. */
export const namesOf = (transactions: readonly Uint8Array[]) => transactions.map((bytes) => decodeFake(bytes).name);

/** The hash of a transaction. */
export const hash = (bytes: Uint8Array): Hex => blake2Hex(bytes);

/** A block of that name and those transactions. */
export const block = (name: string, ...body: Uint8Array[]) => ({
  hash: blake2Hex(utf8(name)),
  number: 11,
  parentHash: "0x00" as Hex,
  body: body.map(createExtrinsic),
});

/** Limits that a test reaches. */
export const limits: PoolOptions = {
  ready: { count: 4, bytes: 10_000 },
  future: { count: 2, bytes: 10_000 },
  banTime: 1000,
};

/** Pools on a chain of fakes, with a clock that a test moves. */
export interface PoolBench {
  head: BlockPlace;
  /** Transactions that are invalid now, whatever they said before. */
  stale: Set<Hex>;
  /** What is said of transactions now, whatever they said before. */
  verdicts: Map<Hex, Validity>;
  /** How many transactions were validated. */
  validations: number;
  /** Moves the clock on and calls what is due, ms. */
  pass(milliseconds: number): void;
  poolWith(changed?: Partial<PoolChain>): Pool;
}

export function createPoolBench(): PoolBench {
  let clock = 0;
  let timers: { readonly at: number; readonly call: () => void }[] = [];

  const validate = async ({ bytes }: Extrinsic): Promise<Validity> => {
    bench.validations++;
    const fake = decodeFake(bytes);
    if (bench.stale.has(hash(bytes))) return { type: "invalid", reason: { type: "Invalid", value: { type: "Stale" } } };
    const verdict = bench.verdicts.get(hash(bytes)) ?? fake.verdict;
    if (verdict !== undefined) return verdict;
    return {
      type: "valid",
      value: {
        priority: BigInt(fake.priority ?? 1),
        requires: (fake.requires ?? []).map(utf8),
        provides: (fake.provides ?? []).map(utf8),
        longevity: fake.longevity === undefined ? (1n << 64n) - 1n : BigInt(fake.longevity),
        propagate: fake.propagate ?? true,
      },
    };
  };
  const after: PoolChain["after"] = (milliseconds, call) => {
    const timer = { at: clock + milliseconds, call };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };

  const bench: PoolBench = {
    head: { hash: "0x00", number: 10 },
    stale: new Set(),
    verdicts: new Map(),
    validations: 0,
    pass(milliseconds) {
      clock += milliseconds;
      const due = timers.filter(({ at }) => at <= clock);
      timers = timers.filter(({ at }) => at > clock);
      for (const { call } of due) call();
    },
    poolWith: (changed = {}) =>
      createPool(
        {
          head: () => bench.head,
          validate,
          nonceOf: async () => 0,
          authors: true,
          now: () => clock,
          after,
          log: silentLog,
          rest: () => async () => {},
          ...changed,
        },
        limits,
      ),
  };
  return bench;
}

/** Why a pool refuses a fake transaction. */
export async function refusalOf(pool: Pool, fake: Fake): Promise<PoolError> {
  return pool.submit(encodeFake(fake)).then(
    () => Promise.reject(new Error("it was taken")),
    (error: PoolError) => error,
  );
}

/** Submits a fake transaction and notes what is told of it. */
export async function watchIn(pool: Pool, fake: Fake) {
  const seen: TransactionStatus[] = [];
  const bytes = encodeFake(fake);
  await pool.submitAndWatch(bytes, (status) => seen.push(status));
  return { seen, bytes, hash: hash(bytes) };
}
