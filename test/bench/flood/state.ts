import { twox128 } from "../../../src/crypto/hashing.ts";
import { fromKey, toKey, utf8 } from "../../../src/lib/bytes.ts";
import { parseChainFile } from "../../../src/replay/chain-file.ts";
import { genesisOf } from "../../../src/replay/genesis.ts";
import { rebuildBlock } from "../../../src/replay/rebuild-block.ts";
import { keysUnder } from "../../../src/rpc/state-access.ts";
import { createRuntime, production } from "../../../src/runtime/index.ts";
import { recordingJson } from "../../support/recordings.ts";

type Entry = readonly [key: Uint8Array, value: Uint8Array];

/** Storage of a recorded chain with 64 subnets of 16 neurons: what the calls about all subnets have to read. */
export function subnetEntries(): Entry[] {
  const runtime = createRuntime(production);
  const { blocks, genesisHash } = parseChainFile(recordingJson("chains", "w-64-subnets.json.gz"));
  const { state } = genesisOf("localnet", runtime);
  let hash = genesisHash;
  for (const block of blocks) {
    const executed = rebuildBlock(state, runtime, hash, block);
    state.commit(executed.overlay);
    hash = executed.hash;
  }
  return ["SubtensorModule", "Swap"].flatMap((pallet) =>
    [...keysUnder(state, toKey(twox128(utf8(pallet))))].map(
      (key) => [fromKey(key), state.get(key) as Uint8Array] as const,
    ),
  );
}

/** So many keys of 48 bytes with values of 32 bytes, spread as hashed keys are. */
export function fillerEntries(count: number): Entry[] {
  const prefix = twox128(utf8("Flood"));
  return Array.from({ length: count }, (_, index) => {
    const name = utf8(String(index));
    const key = Buffer.concat([prefix, twox128(name), twox128(utf8(`key ${index}`))]);
    return [key, Buffer.alloc(32, name)] as const;
  });
}
