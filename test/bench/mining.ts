// Times how many blocks a second the owner of a development chain gets: idle ones with 1, 5 and 64 subnets, epochs included, on disk. Arguments: how many blocks, 2000; one of the recorded chains it begins on.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChain } from "../../src/chain/chain.ts";
import { silentLog } from "../../src/chain/environment.ts";
import { startSealing } from "../../src/chain/sealing.ts";
import { createDev } from "../../src/dev/control.ts";
import { createNativeEngine, everywhere } from "../../src/engine/native/native-engine.ts";
import { toHex } from "../../src/lib/bytes.ts";
import { systemEnvironment } from "../../src/node/environment.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import { encodeHeader, headerHash } from "../../src/primitives/header.ts";
import { parseChainFile } from "../../src/replay/chain-file.ts";
import { withOverrides } from "../../src/replay/compare-block.ts";
import { genesisOf, genesisWith } from "../../src/replay/genesis.ts";
import { rebuildBlock } from "../../src/replay/rebuild-block.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { emptyRoot } from "../../src/storage/trie/trie.ts";
import { recordingJson } from "../support/recordings.ts";
import { timed } from "./large-state.ts";

const count = Number(process.argv[2] ?? 2000);
const only = process.argv[3];

/** The state at the end of a recorded chain, as the genesis of one that is mined. */
async function mine(name: string, eachBlock: boolean): Promise<{ wall: number; processor: number }> {
  const file = parseChainFile(recordingJson("chains", `${name}.json.gz`));
  const runtime = runtimeOfBuild(file.config);
  let { state, hash } = genesisOf(file.genesis, runtime);
  if (Object.keys(file.overrides).length > 0)
    ({ state, hash } = genesisWith(memoryState(withOverrides(state.entries(), file.overrides))));
  for (const block of file.blocks) {
    const made = rebuildBlock(state, runtime, hash, block);
    state.commit(made.overlay);
    ({ hash } = made);
  }
  if (eachBlock) {
    const overlay = state.overlay();
    const written = execute(overlay, runtime.rules, runtime);
    for (const [netuid] of subtensor.NetworksAdded.keys(written)) subtensor.Tempo.at(netuid).set(written, 1);
    subtensor.MaxEpochsPerBlock.set(written, 128);
    state.commit(overlay);
  }
  const header = encodeHeader({
    ...{ parentHash: `0x${"00".repeat(32)}`, number: 0, digest: [] },
    ...{ stateRoot: toHex(state.root()), extrinsicsRoot: toHex(emptyRoot) },
  });
  const folder = mkdtempSync(join(tmpdir(), "subtensor-mining-"));
  try {
    const database = await openDatabase({ path: folder, pruning: { state: "archive", blocks: "archive" } });
    await database.initialise({ hash: headerHash(header), header, entries: state.entries() });
    const chain = createChain({
      ...{ engines: everywhere(createNativeEngine(runtime)), database, environment: systemEnvironment(silentLog) },
      ...{ authors: true, seals: "optional", checkClock: false },
    });
    const sealing = startSealing(chain, "manual");
    const production = { ...sealing, ownerFinalizes: true };
    const dev = createDev({ chain, production, peers: () => 0, keyOf: () => undefined });
    await dev.timeTravel(BigInt(Date.now()));
    await dev.newBlocks({ count: 20 });
    const times = await timed(() => dev.newBlocks({ count }));
    sealing.stop();
    await chain.close();
    return times;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const [what, name, eachBlock] of [
  ["1 subnet", "a-transfers", false],
  ["5 subnets", "k-idle-5-subnets", false],
  ["64 subnets", "w-64-subnets", false],
  ["5 subnets, an epoch of each in each block", "k-idle-5-subnets", true],
  ["64 subnets, an epoch of each in each block", "w-64-subnets", true],
] as const) {
  if (only !== undefined && only !== name) continue;
  const { wall, processor } = await mine(name, eachBlock);
  console.log(
    `${what.padEnd(44)}${((1000 * count) / wall).toFixed(0).padStart(6)} blocks a second` +
      `${(processor / count).toFixed(2).padStart(8)} ms of processor each`,
  );
}
