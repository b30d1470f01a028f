import { fromHex, type Hex, keyToHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { type ChainTypes, createChainTypes } from "../metadata/chain-types.ts";
import type { Rpc } from "./rpc.ts";

/** An event of a block, by its names. */
export type TestEvent = ReturnType<ChainTypes["decodeEvents"]>[number];

/** What a chain holds, by the names of its metadata. */
export interface Reading {
  /** The number of the best block. */
  blockNumber(): Promise<number>;
  /**
   * A storage item at the best block: its value, its default where nothing is stored, or undefined where it has none. Integers
   * beyond 2^53 come as text.
   */
  query<T = unknown>(pallet: string, item: string, ...keys: readonly unknown[]): Promise<T>;
  /** The events of a block; of the best one when not said. */
  events(block?: Hex): Promise<TestEvent[]>;
}

/** The version of metadata that is read: the newest that every runtime here has. */
const metadataVersion = "0x0f000000";

export function createReading(rpc: Rpc): Reading {
  let known: { readonly specVersion: number; readonly types: ChainTypes } | undefined;
  const typesAt = async (): Promise<ChainTypes> => {
    const { specVersion } = await rpc<{ specVersion: number }>("state_getRuntimeVersion");
    if (known?.specVersion === specVersion) return known.types;
    const answer = await rpc<Hex>("state_call", ["Metadata_metadata_at_version", metadataVersion]);
    known = { specVersion, types: createChainTypes(fromHex(answer)) };
    return known.types;
  };
  const stored = async (key: string, block?: Hex): Promise<Uint8Array | undefined> => {
    const found = await rpc<Hex | null>("state_getStorage", [keyToHex(key), ...(block === undefined ? [] : [block])]);
    return found === null ? undefined : fromHex(found);
  };
  return {
    blockNumber: async () => Number((await rpc<{ number: Hex }>("chain_getHeader")).number),
    async query<T>(pallet: string, item: string, ...keys: readonly unknown[]) {
      const types = await typesAt();
      const wanted = types.item(pallet, item).keys;
      if (keys.length !== wanted)
        throw new UserError(`${pallet}.${item} has ${wanted} keys, and ${keys.length} are given`);
      const bytes = await stored(types.storageKey(pallet, item, keys));
      const value = bytes === undefined ? types.defaultValue(pallet, item) : types.decodeValue(pallet, item, bytes);
      return value as T;
    },
    async events(block) {
      const types = await typesAt();
      const bytes = await stored(types.storageKey("System", "Events", []), block);
      return bytes === undefined ? [] : types.decodeEvents(bytes);
    },
  };
}
