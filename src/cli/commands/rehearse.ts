import { existsSync } from "node:fs";
import { EngineError } from "../../chain/engine.ts";
import { loadProgramVersions } from "../../engine/native/program-version.ts";
import { UserError } from "../../lib/user-error.ts";
import { surfaceOf } from "../../metadata/surface.ts";
import { openChainDatabase } from "../../node/chain-database.ts";
import { rehearsalText } from "../../node/rehearse/rehearsal-text.ts";
import { rehearse } from "../../node/rehearse/rehearse.ts";
import { readRuntimeFile } from "../../node/runtime-files/runtime-file.ts";
import { toolEngines } from "../../node/tool-chain.ts";
import type { ParentState } from "../../storage/state/parent-state.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { rehearseOptions } from "../options/commands.ts";
import { findBlock, parseBlockId, requireState } from "./block-argument.ts";
import { databaseOptionsOf } from "./database.ts";
import { toolLog } from "./tool-log.ts";

/** `--runtime` names the next program here, so it cannot name the genesis. */
const otherChainAdvice =
  "a chain that was begun with --runtime FILE is given as --chain a.json, made by build-spec with the same --dev or --chain, --runtime FILE and --raw";

/**
 * `rehearse`: what an upgrade would do to a chain, on a copy of its state: a block's in the database, or the genesis of a
 * specification that has none yet.
 */
export async function rehearseUpgrade(
  values: Values<typeof rehearseOptions>,
  block: string | undefined,
  environment: Environment,
): Promise<void> {
  const { blocks, netuid } = values;
  if (values.runtime === undefined) throw new UserError("--runtime is missing: the program of the upgrade", 2);
  const upgrade = readRuntimeFile(values.runtime);
  const { code } = upgrade;
  if (code === undefined) throw new UserError(`${values.runtime} is metadata alone: an upgrade takes the program`, 2);
  const id = block === undefined ? undefined : parseBlockId(block);
  // The program is the upgrade's, not the genesis's.
  const options = {
    ...databaseOptionsOf({ ...values, runtime: undefined }, environment),
    overrides: values.wasmRuntimeOverrides,
    otherChainAdvice,
  };
  const inMemory = existsSync(options.path) ? {} : { path: undefined };
  const [database] = await Promise.all([openChainDatabase({ ...options, ...inMemory }), loadProgramVersions()]);
  try {
    const { runtime, engines } = await toolEngines(database, options, toolLog(values, environment, ["warn"]));
    const place = id === undefined ? database.best() : findBlock(database, id);
    requireState(database, place);
    const state = database.stateAt(place.hash) as ParentState;
    const rehearsal = await rehearse({
      ...{ place, state, engines, runtime, blocks, netuid },
      upgrade: { ...upgrade, code },
    });
    for (const line of rehearsalText(rehearsal, [surfaceOf(upgrade.metadata)])) console.log(line);
  } catch (error) {
    if (error instanceof EngineError) throw new UserError(`the rehearsal ends: ${error.message}`);
    throw error;
  } finally {
    await database.close();
  }
}
