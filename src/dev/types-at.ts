import type { Chain } from "../chain/chain.ts";
import { decode, encode } from "../codec/codec.ts";
import { option } from "../codec/containers.ts";
import { bytes, u32 } from "../codec/primitives.ts";
import { UserError } from "../lib/user-error.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";

/** The version of metadata that is read: the newest that every runtime here has. */
const metadataVersion = 15;

/** Gives the types of the rules that hold after the best block, made once for each rules. */
export function createTypesAt(chain: Pick<Chain, "database" | "runtimeAt">): () => Promise<ChainTypes> {
  const known = new WeakMap<object, ChainTypes>();
  return async () => {
    const runtime = chain.runtimeAt(chain.database.best().hash);
    if (runtime === undefined) throw new Error("the state of the best block is not kept");
    const found = known.get(runtime.engine);
    if (found !== undefined) return found;
    const { createChainTypes } = await import("../metadata/chain-types.ts");
    const answer = await runtime.ask("Metadata_metadata_at_version", encode(u32, metadataVersion));
    const metadata = decode(option(bytes), answer);
    if (metadata === undefined) throw new UserError(`the chain's rules give no metadata of version ${metadataVersion}`);
    const types = createChainTypes(metadata);
    known.set(runtime.engine, types);
    return types;
  };
}

/** Whether the rules have a storage item of that name. */
export function hasItem(types: ChainTypes, pallet: string, item: string): boolean {
  return types.pallets.includes(pallet) && types.items(pallet).includes(item);
}
