import {
  type ChainApi,
  type HeaderView,
  PoolError,
  RuntimeCallError,
  type Soon,
  type TransactionStatus,
} from "../../src/chain/api.ts";
import { encode } from "../../src/codec/codec.ts";
import { blake2b64, blake2Hex } from "../../src/crypto/hashing.ts";
import { concatBytes, type Hex, type StateKey, toHex, utf8 } from "../../src/lib/bytes.ts";
import { encodeHeader, headerHash } from "../../src/primitives/header.ts";
import { RuntimeVersion } from "../../src/primitives/runtime-version.ts";
import type { StateReader } from "../../src/primitives/state.ts";

/** The identifier of the API `Core`: by its version a version is read. */
const coreApi = blake2b64(utf8("Core"));

export type State = Readonly<Record<StateKey, string>>;

interface Block {
  readonly header: HeaderView;
  readonly body: readonly Uint8Array[];
  readonly state: StateReader;
  readonly child: StateReader;
}

export interface NewBlock {
  readonly parent?: Hex;
  /** Keys and values (latin1) of the whole state. */
  readonly state?: State;
  readonly body?: readonly Uint8Array[];
  /** Becomes the best block (as it does unless said otherwise), and final. */
  readonly best?: boolean;
  readonly final?: boolean;
  readonly digest?: readonly Uint8Array[];
}

/** A chain in memory that tests steer: what it holds, what its runtime answers, what becomes of transactions. */
export interface FakeChain {
  readonly api: ChainApi;
  /** Adds a block on the best one (or on `parent`), tells everybody, gives its hash. */
  add(block?: NewBlock): Hex;
  finalize(hash: Hex, pruned?: readonly Hex[]): void;
  /** Its state is gone from now on. */
  discard(hash: Hex): void;
  /** What a runtime method answers. */
  readonly calls: Map<string, (args: Uint8Array, hash: Hex) => Uint8Array>;
  /** The blocks that are pinned. */
  readonly held: Hex[];
  /** Every runtime call, by name. */
  readonly called: string[];
  /** Tells the watchers of a transaction. */
  tell(transaction: Hex, status: TransactionStatus): void;
  readonly pending: Uint8Array[];
  readonly watched: Map<Hex, (status: TransactionStatus) => void>;
  spec: number;
  /** What gives its answers: another object stands for another program. */
  rules: object;
}

function readerOf(state: State): StateReader {
  const values = new Map(
    Object.entries(state).map(([key, value]) => [key, Uint8Array.from(Buffer.from(value, "latin1"))]),
  );
  const keys = [...values.keys()].sort();
  let prepared = 0;
  return {
    get: (key) => values.get(key),
    *prepare() {
      for (; prepared < 3; prepared++) yield;
    },
    nextKey(key) {
      let low = 0;
      let high = keys.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((keys[middle] as string) <= key) low = middle + 1;
        else high = middle;
      }
      return keys[low];
    },
  };
}

const zeros: Hex = `0x${"00".repeat(32)}`;

export function fakeChain(genesis: State = {}, childState: State = {}): FakeChain {
  const blocks = new Map<Hex, Block>();
  const discarded = new Set<Hex>();
  const held: Hex[] = [];
  const listeners = {
    ...{ imported: new Set<never>(), best: new Set<never>(), finalized: new Set<never>() },
    rewound: new Set<never>(),
  };
  const tellAll = (topic: keyof typeof listeners, value: unknown): void => {
    for (const listener of [...listeners[topic]]) (listener as (value: unknown) => void)(value);
  };
  const on = (topic: keyof typeof listeners) => (listener: unknown) => {
    listeners[topic].add(listener as never);
    return () => void listeners[topic].delete(listener as never);
  };
  const store = (fields: { parentHash: Hex; number: number; digest: readonly Uint8Array[] }, block: NewBlock): Hex => {
    // Forks need different hashes: the number of blocks so far stands in for the state root.
    const stateRoot: Hex = `0x${blocks.size.toString(16).padStart(64, "0")}`;
    const header = { ...fields, stateRoot, extrinsicsRoot: zeros };
    const encoded = encodeHeader(header);
    const hash = headerHash(encoded);
    const state = readerOf(block.state ?? {});
    blocks.set(hash, {
      header: { hash, encoded, ...header },
      body: block.body ?? [],
      state,
      child: readerOf(childState),
    });
    return hash;
  };
  const genesisHash = store({ parentHash: zeros, number: 0, digest: [] }, { state: genesis });
  let best = genesisHash;
  let finalized = genesisHash;
  let currentState = genesis;
  const numberOf = (hash: Hex): number => (blocks.get(hash) as Block).header.number;
  const isAncestor = (ancestor: Hex, of: Hex): boolean => {
    for (let at: Hex | undefined = of; at !== undefined; at = blocks.get(at)?.header.parentHash) {
      if (at === ancestor) return true;
    }
    return false;
  };
  /** What takes a trie is answered by and by for all blocks but the best one. */
  const soon = <T>(hash: Hex, answer: T): Soon<T> => (hash === best ? answer : Promise.resolve(answer));
  const stateAt = (hash: Hex, which: "state" | "child"): StateReader | "unknown" | "discarded" => {
    const block = blocks.get(hash);
    if (block === undefined) return "unknown";
    return discarded.has(hash) ? "discarded" : block[which];
  };

  const fake: FakeChain = {
    spec: 425,
    rules: {},
    calls: new Map(),
    called: [],
    held,
    pending: [],
    watched: new Map(),
    api: {
      genesisHash,
      bestHash: () => best,
      finalizedHash: () => finalized,
      header: (hash) => blocks.get(hash)?.header,
      body: (hash) => blocks.get(hash)?.body,
      justifications: (hash) => (hash === finalized && hash !== genesisHash ? [["0x46524e4b", utf8("ok")]] : undefined),
      pin(hash) {
        held.push(hash);
        return () => void held.splice(held.indexOf(hash), 1);
      },
      hashOfNumber: (number) => [...blocks.keys()].find((hash) => numberOf(hash) === number && isAncestor(hash, best)),
      unfinalized: () => [...blocks.keys()].filter((hash) => hash !== finalized && isAncestor(finalized, hash)),
      stateAt: (hash) => stateAt(hash, "state"),
      childStateAt: (hash) => stateAt(hash, "child"),
      proof: ({ hash, keys }) => {
        const state = stateAt(hash, "state");
        return typeof state === "string"
          ? state
          : soon(
              hash,
              keys.map((key) => utf8(`node of ${key}`)),
            );
      },
      stateRange: () => "unknown",
      closestMerkleValue: ({ hash, key }) => {
        const state = stateAt(hash, "state");
        if (typeof state === "string") return state;
        const found = state.get(key) === undefined ? state.nextKey(key) : key;
        return soon(hash, found?.startsWith(key) ? utf8(`below ${found}`) : undefined);
      },
      async call(hash, method, args) {
        fake.called.push(method);
        const state = stateAt(hash, "state");
        if (state === "unknown") throw new RuntimeCallError("unknown-block", "unknown");
        if (state === "discarded") throw new RuntimeCallError("discarded", "discarded");
        const call = fake.calls.get(method);
        if (call === undefined) throw new RuntimeCallError("no-such-method", `no ${method}`);
        return call(args, hash);
      },
      rulesAt: (hash) => (typeof stateAt(hash, "state") === "string" ? undefined : fake.rules),
      callProof: async (hash, method) => [utf8(`nodes that ${method} reads at ${hash}`)],
      pool: {
        async submit(bytes) {
          if (bytes[1] === 0xff) throw new PoolError(1010, "Invalid Transaction", "Custom error: 6");
          fake.pending.push(bytes);
          return blake2Hex(bytes);
        },
        async submitAndWatch(bytes, listener) {
          const hash = await fake.api.pool.submit(bytes);
          fake.watched.set(hash, listener);
          listener({ type: "ready" });
          return { hash, unwatch: () => void fake.watched.delete(hash) };
        },
        pending: () => fake.pending,
        remove: (hashes) =>
          hashes.filter((hash) => {
            const at = fake.pending.findIndex((bytes) => blake2Hex(bytes) === hash);
            if (at >= 0) fake.pending.splice(at, 1);
            return at >= 0;
          }),
        nextIndex: async (account) => Number.parseInt(account.slice(2, 4), 16),
        status: () => ({ ready: Math.min(1, fake.pending.length), future: Math.max(0, fake.pending.length - 1) }),
      },
      events: {
        onImported: on("imported"),
        onBest: on("best"),
        onFinalized: on("finalized"),
        onRewound: on("rewound"),
      },
    },
    add(block = {}) {
      const parentHash = block.parent ?? best;
      currentState = block.state ?? currentState;
      const number = numberOf(parentHash) + 1;
      const hash = store({ parentHash, number, digest: block.digest ?? [] }, { ...block, state: currentState });
      const isNewBest = block.best !== false;
      if (isNewBest) best = hash;
      tellAll("imported", { hash, isNewBest });
      if (isNewBest) tellAll("best", { hash, retracted: [], enacted: [hash] });
      if (block.final) fake.finalize(hash);
      return hash;
    },
    finalize(hash, pruned = []) {
      const hashes: Hex[] = [];
      for (let at = hash; at !== finalized; at = (blocks.get(at) as Block).header.parentHash) hashes.unshift(at);
      finalized = hash;
      tellAll("finalized", { hashes, pruned });
    },
    discard: (hash) => void discarded.add(hash),
    tell: (transaction, status) => fake.watched.get(transaction)?.(status),
  };
  fake.calls.set("Core_version", () =>
    encode(RuntimeVersion, {
      ...{ spec_name: "node-subtensor", impl_name: "node-subtensor", authoring_version: 1, spec_version: fake.spec },
      ...{ impl_version: 1, apis: [[coreApi, 5]], transaction_version: 1 },
      system_version: 1,
    }),
  );
  fake.calls.set("Metadata_metadata", () => concatBytes(Uint8Array.of(3 * 4), utf8("abc")));
  return fake;
}

/** A hash that no block has. */
export const noBlock: Hex = toHex(new Uint8Array(32).fill(0xee));
