// What a client sees of a server: numbers, times, balances, storage items.
import { type Codec, decode } from "../../src/codec/codec.ts";
import { u16, u64 } from "../../src/codec/primitives.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import type { KeyPair } from "../../src/crypto/keypair.ts";
import { mockSignature } from "../../src/crypto/mock-signature.ts";
import { fromHex, type Hex, keyToHex, type StateKey, toHex } from "../../src/lib/bytes.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { storage as timestamp } from "../../src/runtime/pallets/timestamp/storage.ts";
import { AccountInfo } from "../../src/runtime/types/frame.ts";
import { signExtrinsic, transfer } from "../../test/support/sign.ts";
import type { Side } from "./sides.ts";

const runtime = createRuntime(builds.production);

export const [alice, bob, charlie] = ["Alice", "Bob", "Charlie"].map((name) => devAccount(name as "Alice")) as [
  KeyPair,
  KeyPair,
  KeyPair,
];

export async function bestNumber(side: Side): Promise<number> {
  return Number(((await side.rpc("chain_getHeader")) as { number: Hex }).number);
}
export const bestHash = (side: Side) => side.rpc("chain_getBlockHash") as Promise<Hex>;
export const hashAt = (side: Side, number: number) => side.rpc("chain_getBlockHash", number) as Promise<Hex>;

/** A stored value of the best block; null where nothing is stored. */
export async function stored<T>(side: Side, key: StateKey, codec: Codec<T>): Promise<T | null> {
  const value = (await side.rpc("state_getStorage", keyToHex(key))) as Hex | null;
  return value === null ? null : decode(codec, fromHex(value));
}

/** The time of the best block, ms since 1970. */
export const timeOf = async (side: Side): Promise<number> => Number(await stored(side, timestamp.Now.key, u64));
export const tempoKey = (netuid: number): StateKey => subtensor.Tempo.at(netuid).key;
export const tempoOf = (side: Side, netuid: number) => stored(side, tempoKey(netuid), u16);
export const tempoKeyHex = (netuid: number): Hex => keyToHex(tempoKey(netuid));

export async function accountOf(side: Side, account: Hex) {
  return (await stored(side, system.Account.at(account).key, AccountInfo)) ?? { nonce: 0, data: { free: 0n } };
}
/** What an account has, rao. */
export const freeOf = async (side: Side, account: Hex): Promise<bigint> => (await accountOf(side, account)).data.free;

interface Transfer {
  readonly from?: KeyPair;
  readonly value?: bigint;
  /** How many nonces it lies after the next one. */
  readonly later?: number;
  /** With the signature that stands for anybody's. */
  readonly mock?: boolean;
}

/** A signed transfer to Bob, by the nonce that the server's state has. */
export async function transferOn(side: Side, options: Transfer = {}): Promise<Hex> {
  const { from = alice, value = 1_000_000_000n, later = 0, mock = false } = options;
  const { nonce } = await accountOf(side, from.accountId);
  const genesisHash = await hashAt(side, 0);
  const pair = mock ? { ...from, sign: () => mockSignature } : from;
  const call = transfer(bob.accountId, value);
  return toHex(signExtrinsic(runtime, { call, pair, nonce: nonce + later, genesisHash }));
}

/** The same transfer as a call. */
export const transferCall = (value: bigint): Hex => toHex(runtime.encodeCall(transfer(bob.accountId, value)));
