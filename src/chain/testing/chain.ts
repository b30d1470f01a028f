import { readFileSync } from "node:fs";
import { decidesAlone } from "../../consensus/finality.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import type { KeyPair } from "../../crypto/keypair.ts";
import { createNativeEngine, everywhere } from "../../engine/native/native-engine.ts";
import { readState as readStateOf } from "../../engine/native/state.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { parseChainSpec } from "../../primitives/chain-spec.ts";
import { encodeHeader, headerHash } from "../../primitives/header.ts";
import { encodeExtrinsic, signingPayload } from "../../runtime/executive/extrinsic.ts";
import type { Explicit } from "../../runtime/extensions/explicit.ts";
import { implicitData } from "../../runtime/extensions/list.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { buildGenesis, createRuntime, local } from "../../runtime/index.ts";
import type { Database } from "../../storage/database.ts";
import type { KeyValue } from "../../storage/kv/key-value.ts";
import { openDatabase, openStore } from "../../storage/open-database.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { orderedRoot } from "../../storage/trie/ordered-root.ts";
import { emptyRoot } from "../../storage/trie/trie.ts";
import type { AuraKeys, AuthoringConditions } from "../aura-author.ts";
import { type Chain, type ChainOptions, createChain } from "../chain.ts";
import type { Environment } from "../environment.ts";

/** The development chain in the `local` configuration, for tests. */

const one = devAccount("One");

/** Nothing keeps an author from its slots. */
export const alwaysAuthors: AuthoringConditions = { offline: () => false, catchingUp: () => false };

/** One's keys: the only authority of the development chain. */
export const oneKeys: AuraKeys = {
  has: (publicKey) => publicKey === one.publicKey,
  sign: (_publicKey, message) => one.sign(message),
};

let made: Runtime | undefined;

export function testRuntime(): Runtime {
  made ??= createRuntime(local, { orderedRoot });
  return made;
}

/**
 * A database with the genesis of the development chain.
 * @param place a directory or a store; undefined is memory
 * @param code what lies in `:code`; the placeholder when nothing is given
 */
export async function testDatabase(
  place?: string | KeyValue,
  code: Uint8Array = Uint8Array.of(0, 83, 84, 69),
): Promise<Database> {
  const database =
    typeof place === "object"
      ? await openStore(place)
      : await openDatabase(place === undefined ? {} : { path: place, shared: true });
  if (database.genesisHash !== undefined) return database;
  const json: unknown = JSON.parse(readFileSync(new URL("../../../chainspec/dev.json", import.meta.url), "utf8"));
  const { genesis } = parseChainSpec(json);
  if (genesis.type !== "plain") throw new Error("the dev specification is plain");
  const changes = buildGenesis(memoryState([]).overlay(), testRuntime(), genesis.config, code);
  const entries = [...changes].filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined);
  const header = encodeHeader({
    parentHash: `0x${"00".repeat(32)}`,
    number: 0,
    stateRoot: toHex(memoryState(entries).root()),
    extrinsicsRoot: toHex(emptyRoot),
    digest: [],
  });
  await database.initialise({ hash: headerHash(header), header, entries });
  return database;
}

/** A chain over a fresh database in memory, unless another is given. */
export async function testChain(
  environment: Environment,
  options: Partial<ChainOptions> & { readonly database?: Database } = {},
): Promise<Chain> {
  return createChain({
    engines: everywhere(createNativeEngine(testRuntime())),
    database: options.database ?? (await testDatabase()),
    environment,
    authors: true,
    seals: "required",
    checkClock: true,
    finalizesBest: (voters) => decidesAlone(voters, [devAccount("One", "ed25519").publicKey]),
    ...options,
  });
}

/** The state after a block, the best one unless another is named, as storage items read it. */
export function readState(chain: Chain, hash: Hex = chain.best().hash): ReadState {
  const state = chain.database.stateAt(hash);
  if (state === undefined) throw new Error("no state");
  return readStateOf(testRuntime(), state);
}

type DevName = Parameters<typeof devAccount>[0];

/** A signed extrinsic, valid for ever. */
export function signed(chain: Chain, who: DevName, call: CallValue, nonce: number, tip = 0n): Uint8Array {
  const pair = devAccount(who);
  const state = readState(chain);
  const callBytes = testRuntime().encodeCall(call);
  const explicit = { era: "Immortal", nonce, tip, mode: "Disabled" } as const;
  // Immortal extrinsics name the genesis hash, which the state knows from block 1 on.
  const implicit = implicitData(chain.best().number === 0 ? withGenesisHash(chain, state) : state, explicit);
  return signedExtrinsic(pair, callBytes, explicit, implicit);
}

/** A call, encoded, with the signature of a pair over it and its extensions. */
export function signedExtrinsic(
  pair: KeyPair,
  callBytes: Uint8Array,
  explicit: Explicit,
  implicit: Uint8Array,
): Uint8Array {
  return encodeExtrinsic({
    callBytes,
    preamble: {
      type: "Signed",
      address: { type: "Id", value: pair.publicKey },
      signature: { type: "Sr25519", value: pair.sign(signingPayload(callBytes, explicit, implicit)) },
      explicit,
    },
  });
}

function withGenesisHash(chain: Chain, state: ReadState): ReadState {
  const key = [...testRuntime().pallets].find(({ pallet }) => pallet.name === "System")?.pallet.storage?.BlockHash;
  const prefix = key?.prefix ?? "";
  const bytes = Buffer.from(chain.api.genesisHash.slice(2), "hex");
  return { ...state, get: (at: string) => (at.startsWith(prefix) ? bytes : state.get(at)) };
}

export function transfer(to: DevName, amount: bigint): CallValue {
  return {
    pallet: "Balances",
    name: "transfer_keep_alive",
    args: { dest: { type: "Id", value: devAccount(to).publicKey }, value: amount },
  };
}
