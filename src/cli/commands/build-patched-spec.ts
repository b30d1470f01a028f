import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { DevName } from "../../crypto/dev-accounts.ts";
import { UserError } from "../../lib/user-error.ts";
import type { NodeConfig } from "../../node/config.ts";
import { createDirectory, pathTrouble } from "../../node/directories.ts";
import { openStandardLog } from "../../node/log/standard-log.ts";
import { giveToDevKeys } from "../../node/patched-spec/give-to-dev-keys.ts";
import { type Near, syncUntilNear } from "../../node/patched-spec/sync-until-near.ts";
import type { StopSignals } from "../../node/stop-signals.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { writeWholeFile } from "../../state-file/whole-file.ts";
import { createOverlay } from "../../storage/state/overlay.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";
import { type Environment, nodeConfig } from "../config.ts";
import type { Values } from "../option.ts";
import type { patchedSpecOptions } from "../options/patched-spec.ts";
import { runDefaults } from "../run-defaults.ts";
import { requireState } from "./block-argument.ts";
import { withDatabase } from "./database.ts";
import { largePieces, rawSpecText } from "./export-state.ts";

type PatchedSpecValues = Values<typeof patchedSpecOptions>;

/** The exit code after a signal. */
const interrupted = 130;
const target = "build-patched-spec";

/**
 * `build-patched-spec`: catches up with a chain, and writes a specification that begins with its state and belongs to
 * development keys. Rust: `node/src/clone_spec.rs run`.
 * @returns the exit code
 */
export async function buildPatchedSpec(
  values: PatchedSpecValues,
  environment: Environment,
  signals: StopSignals,
): Promise<number> {
  const { output } = values;
  if (values.chain === undefined || values.basePath === undefined || output === undefined)
    throw new UserError(
      "--chain, --base-path and --output are needed: the chain, a directory for it, and the file to write",
      2,
    );
  createDirectory(dirname(output), "--output");
  const config = syncConfig(values, environment);
  const log = openStandardLog(config.log);
  const stopped = new AbortController();
  signals.take(() => (stopped.signal.aborted ? process.exit(interrupted) : stopped.abort()));
  log.open();
  await syncUntilNear(config, log, nearOf(values), stopped.signal);
  if (stopped.signal.aborted) return interrupted;

  const { spec, build, genesisOptions, pruning, paths } = config;
  await withDatabase({ spec, build, genesisOptions, pruning, path: paths.database }, async (database) => {
    const best = database.best();
    requireState(database, best);
    const state = createOverlay(database.stateAt(best.hash) as ParentState);
    const keys = keysOf(values);
    giveToDevKeys(state, keys);
    await writeSpec(output, rawSpecText(patchedSpec(spec), state));
    log.info(target, `${output} begins with the state of block #${best.number} (${best.hash}), for ${keys.join(", ")}`);
  });
  log.flush();
  return 0;
}

/** The node that catches up. */
export function syncConfig(values: PatchedSpecValues, environment: Environment): NodeConfig {
  const { chain, basePath, sync, historyBackfill, rpcPort, port, bootnodes } = values;
  const given = { chain, basePath, sync, historyBackfill, rpcPort, port, bootnodes, name: `${target}-sync` };
  const quiet = { noTelemetry: true, noPrometheus: true, noMdns: true, rpcMethods: "unsafe" } as const;
  const random = (): string => randomBytes(4).toString("hex");
  return nodeConfig({ ...runDefaults(), ...given, ...quiet }, { environment, random, ask: () => "" });
}

/** When the node has caught up. */
export const nearOf = ({ syncLagBlocks, syncTimeoutSec }: PatchedSpecValues): Near => ({
  lag: syncLagBlocks,
  within: syncTimeoutSec * 1000,
});

/** The keys that the chain is given to. */
export function keysOf({ alice, bob, charlie }: PatchedSpecValues): [DevName, ...DevName[]] {
  const chosen: DevName[] = [
    ...(alice ? ["Alice"] : []),
    ...(bob ? ["Bob"] : []),
    ...(charlie ? ["Charlie"] : []),
  ] as DevName[];
  const [first = "Alice", ...others] = chosen;
  return [first, ...others];
}

/** What leads to the chain's own nodes, or speaks of its blocks, is left out. */
function patchedSpec(spec: ChainSpec): ChainSpec {
  const none = {
    telemetryEndpoints: undefined,
    forkBlocks: undefined,
    badBlocks: undefined,
    warpCheckpoint: undefined,
  };
  return { ...spec, ...none, chainType: "Local", bootNodes: [], codeSubstitutes: {} };
}

/** @throws UserError */
async function writeSpec(path: string, pieces: Iterable<string>): Promise<void> {
  try {
    await writeWholeFile(path, async (file) => {
      for (const piece of largePieces(pieces)) await file.write(piece);
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UserError(`${path} cannot be written: ${pathTrouble(error)}`);
  }
}
