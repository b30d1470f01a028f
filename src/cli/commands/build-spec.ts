import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { parseNodeKey, peerIdOfSecret } from "../../crypto/node-key.ts";
import { fromHex, toHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { agreedBuilds, buildWitnesses, hasLightClientFacade, hasOwnProgram } from "../../node/build-choice.ts";
import { genesisCode, genesisStorage, rawGenesis } from "../../node/genesis.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import { type ChainSpec, chainSpecJson, type Genesis } from "../../primitives/chain-spec.ts";
import { builds } from "../../runtime/rules.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { buildSpecOptions } from "../options/commands.ts";
import { writeSecret } from "./node-key.ts";
import { targetOf } from "./target.ts";
import { toolLog } from "./tool-log.ts";

/** The secret of this node: given, in a file, or in the data directory, where it is made when there is none. */
function nodeSecret(values: Values<typeof buildSpecOptions>, standard: string): Uint8Array {
  if (values.nodeKey !== undefined) {
    if (!/^[0-9a-fA-F]{64}$/.test(values.nodeKey)) throw new UserError("--node-key is not 64 hex digits", 2);
    return fromHex(values.nodeKey);
  }
  const path = values.nodeKeyFile ?? standard;
  if (!existsSync(path)) writeSecret(path, randomBytes(32), "--base-path");
  const secret = parseNodeKey(readFileSync(path));
  if (secret === undefined) throw new UserError(`${path} holds no node key: 32 bytes or 64 hex digits are expected`);
  return secret;
}

/** The genesis to print: as storage when that is asked for, and with the `:code` of the build where it has none. */
async function printedGenesis(spec: ChainSpec, rules: BuildName, raw: boolean): Promise<Genesis> {
  const { genesis, lightClientFacade = false } = spec;
  if (!lightClientFacade && (genesis.type === "raw" || (!raw && genesis.code !== undefined))) return genesis;
  if (raw || genesis.type === "raw") return rawGenesis(await genesisStorage(spec, rules));
  const code = await genesisCode(spec, rules);
  return { ...genesis, code: code === undefined ? builds[rules].code : toHex(code) };
}

/**
 * The rules that a specification names. Light clients refuse a file with members that they do not know: the program for them
 * names its rules itself, and a chain with a program of its own has none of ours unless its file or an option chose them, to run beside it.
 */
function namedRules(spec: ChainSpec, chosen: BuildName | undefined): BuildName | undefined {
  if (hasLightClientFacade(spec)) return undefined;
  return hasOwnProgram(spec) ? chosen : spec.rules;
}

/** `build-spec`: a chain's specification as JSON on standard output. */
export async function buildSpec(values: Values<typeof buildSpecOptions>, environment: Environment): Promise<void> {
  const { spec, build, paths } = targetOf(values, environment);
  const [rules] = agreedBuilds(buildWitnesses(spec, build));
  const log = toolLog(values, environment);
  const alone = spec.bootNodes.length === 0 && !values.disableDefaultBootnode;
  const bootNodes = alone
    ? [`/ip4/127.0.0.1/tcp/30333/p2p/${peerIdOfSecret(nodeSecret(values, paths.nodeKey))}`]
    : spec.bootNodes;
  const genesis = await printedGenesis(spec, rules, values.raw);
  // A file that is only printed again says no more than before: who made it may not have known of builds.
  const again = genesis === spec.genesis && build === undefined;
  const made: ChainSpec = { ...spec, bootNodes, rules: again ? spec.rules : rules, genesis };
  const built: ChainSpec = { ...made, rules: namedRules(made, build ?? spec.rules) };
  const text = JSON.stringify(chainSpecJson(built), undefined, 2);
  // Only now: a refusal is one line.
  log.info("spec", "Building chain spec");
  process.stdout.write(`${text}\n`);
}
