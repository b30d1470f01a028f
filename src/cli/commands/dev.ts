import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { UserError } from "../../lib/user-error.ts";
import type { NodeConfig } from "../../node/config.ts";
import type { PreparedFork } from "../../node/fork/prepared-fork.ts";
import type { StopSignals } from "../../node/stop-signals.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import { builds } from "../../runtime/rules.ts";
import { type Environment, nodeConfig } from "../config.ts";
import type { DevValues } from "../options/dev.ts";
import type { RunValues } from "../options/run.ts";
import { runDefaults } from "../run-defaults.ts";
import { worldChoice } from "../world-choice.ts";
import { preparedFork } from "./run.ts";

/** Runs a development chain: alone, sealed without Aura, its owner's methods open, its past kept. */
export async function runDev(values: DevValues, environment: Environment, signals: StopSignals): Promise<number> {
  if (environment.SUBTENSOR_END_WITH_STDIN === "1") endWithInput();
  const prepared = await preparedFork(nodeValues(values), environment, signals);
  return (await import("../../node/run-node.ts")).runNode(devConfig(values, environment, prepared), signals);
}

/**
 * Stops the node when standard input ends: tests that started it have its other end, and may be gone without having
 * said so.
 */
function endWithInput(): void {
  const stop = (): void => void process.kill(process.pid, "SIGTERM");
  process.stdin.once("end", stop).once("error", stop).resume();
  // It keeps no node alive that stops for another reason.
  if ("unref" in process.stdin) process.stdin.unref();
}

/** What the node is told of itself. @throws UserError as `nodeConfig` does */
export function devConfig(values: DevValues, environment: Environment, prepared?: PreparedFork): NodeConfig {
  const node = nodeValues(values);
  const config = nodeConfig(node, {
    ...{ environment, prepared },
    random: () => randomBytes(4).toString("hex"),
    ask: () => "",
  });
  const build = values.productionRules ? "production" : config.build;
  const usualBuild = runsOwnRules(values) ? "local" : undefined;
  const expected = build ?? usualBuild ?? "production";
  const world = worldOf(values, expected, environment);
  // What was built by an earlier start is loaded.
  const kept = world?.kept !== undefined && existsSync(world.kept) ? world.kept : undefined;
  const load = { path: kept ?? "", optional: true, loaded: world?.loaded, world };
  const stateFiles = kept === undefined ? config.stateFiles : { save: config.stateFiles?.save, load };
  // Where the owner says when there is a block, pulses that nobody waits for make none.
  const commanded = values.sealing === "manual" || values.sealing === "instant";
  return {
    ...config,
    // Said, it is held against what a database or a state file was made under; else their rules hold.
    ...{ build, usualBuild },
    drand: config.drand === "offline" && commanded ? "awaited" : config.drand,
    sealing: values.sealing ?? { mixed: Number(builds[expected].slotDuration) },
    sealsEachSlot: values.sealing === undefined,
    network: { ...config.network, alone: true },
    // A copied database keeps what it kept: an archive cannot be made of it.
    pruning: config.fork?.kind === "database" ? {} : config.pruning,
    world,
    ...(stateFiles === undefined ? {} : { stateFiles }),
  };
}

function worldOf({ world, play, sealing }: DevValues, rules: BuildName, environment: Environment): NodeConfig["world"] {
  if (world !== undefined) return worldChoice({ world, play, rules, counted: sealing === "manual" }, environment);
  if (play) throw new UserError("--play plays a world: name one with --world", 2);
  return undefined;
}

/** Whether a new chain runs under this project's rules: it has no program of its own, and no other chain's. */
const runsOwnRules = ({ runtime, fork }: Pick<DevValues, "runtime" | "fork">): boolean =>
  runtime === undefined && fork === undefined;

/** The options of the node that make it such a chain. */
export function nodeValues({
  productionRules: _productionRules,
  sealing: _sealing,
  world: _world,
  play: _play,
  ...given
}: DevValues): RunValues {
  return {
    ...runDefaults(),
    ...given,
    ...{ dev: true, one: true, drand: runsOwnRules(given) ? "offline" : "public" },
    ...{ statePruning: "archive", blocksPruning: "archive", noPrometheus: true, noTelemetry: true },
  };
}
