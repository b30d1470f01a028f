// Times how recorded chains are imported into a database on disk, as `import-blocks` does it: lists of 128 blocks, each
// verified, executed and stored. Arguments: names of recorded chains; none: a choice. The blocks are made beforehand.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChain } from "../../src/chain/chain.ts";
import { silentLog } from "../../src/chain/environment.ts";
import { openFinality } from "../../src/chain/finality/open-finality.ts";
import { verifyVote } from "../../src/chain/finality/verify-vote.ts";
import { encode } from "../../src/codec/codec.ts";
import { createNativeEngine, everywhere } from "../../src/engine/native/native-engine.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { systemEnvironment } from "../../src/node/environment.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import type { BlockData } from "../../src/primitives/block.ts";
import { createExtrinsic } from "../../src/primitives/extrinsic.ts";
import { type ChainFile, parseChainFile } from "../../src/replay/chain-file.ts";
import { withOverrides } from "../../src/replay/compare-block.ts";
import { genesisOf, genesisWith } from "../../src/replay/genesis.ts";
import { rebuildBlock } from "../../src/replay/rebuild-block.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { Header } from "../../src/runtime/types/substrate.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson } from "../support/recordings.ts";
import { timed } from "./large-state.ts";

/** The same that `npm run bench` replays. */
const usual = [
  ...["c-staking", "d-weights", "i-crowdloan", "k-idle-5-subnets", "s-fuzz-1", "t-pruning"],
  ...["u-many-subnets", "w-64-subnets"],
];
/** So many blocks are one write, as in `import-blocks`. */
const together = 128;

/** The blocks of a recorded chain, as they travel. */
function blocksOf(file: ChainFile, runtime: Runtime): BlockData[] {
  const { state } = startOf(file, runtime);
  let parent: Hex = file.genesisHash;
  return file.blocks.map((block) => {
    const made = rebuildBlock(state, runtime, parent, block);
    state.commit(made.overlay);
    parent = made.hash;
    return { header: encode(Header, made.header), body: made.extrinsics.map(createExtrinsic) };
  });
}

function startOf(file: ChainFile, runtime: Runtime) {
  const genesis = genesisOf(file.genesis, runtime);
  if (Object.keys(file.overrides).length === 0) return genesis;
  return genesisWith(memoryState(withOverrides(genesis.state.entries(), file.overrides)));
}

async function importChain(name: string): Promise<{ blocks: number; wall: number; processor: number }> {
  const file = parseChainFile(recordingJson("chains", `${name}.json.gz`));
  const runtime = runtimeOfBuild(file.config);
  const blocks = blocksOf(file, runtime);
  const folder = mkdtempSync(join(tmpdir(), "subtensor-import-"));
  try {
    const { hash, header, state } = startOf(file, runtime);
    if (hash !== file.genesisHash) throw new Error(`${name}: its genesis had its header before the overrides`);
    const database = await openDatabase({ path: folder });
    await database.initialise({ hash, header, entries: state.entries() });
    const engines = everywhere(createNativeEngine(runtime));
    const chain = createChain({
      ...{ engines, database, environment: systemEnvironment(silentLog), authors: false },
      finality: await openFinality({ database, engines, unjustified: new Set(), verify: verifyVote }),
      ...{ seals: "optional", checkClock: false },
      finalizesBest: (voters) => voters.length === 1,
    });
    const times = await timed(async () => {
      for (let from = 0; from < blocks.length; from += together) {
        const done = await chain.writer.importBlocks(blocks.slice(from, from + together));
        const last = done.at(-1);
        if (last?.type === "refused") throw last.error;
      }
    });
    await chain.close();
    return { blocks: blocks.length, ...times };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const names = process.argv.length > 2 ? process.argv.slice(2) : usual;
const total = { blocks: 0, wall: 0, processor: 0 };
const line = (what: string, { blocks, wall, processor }: typeof total): void =>
  console.log(
    `${what.padEnd(20)}${String(blocks).padStart(6)} blocks${((1000 * blocks) / wall).toFixed(0).padStart(6)} a second` +
      `${(processor / blocks).toFixed(2).padStart(8)} ms of processor each`,
  );
for (const name of names) {
  const one = await importChain(name);
  line(name, one);
  for (const key of ["blocks", "wall", "processor"] as const) total[key] += one[key];
}
line("all", total);
