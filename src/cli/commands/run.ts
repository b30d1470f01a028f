import { randomBytes } from "node:crypto";
import type { PreparedFork } from "../../node/fork/prepared-fork.ts";
import type { StopSignals } from "../../node/stop-signals.ts";
import { type Environment, nodeConfig } from "../config.ts";
import { forkRequest } from "../fork-request.ts";
import type { RunValues } from "../options/run.ts";
import { askSecret } from "../terminal.ts";

/** The exit code after a signal that came while another node was asked. */
const interrupted = 130;

/** Runs the node until it is told to stop. */
export async function run(values: RunValues, environment: Environment, signals: StopSignals): Promise<number> {
  const config = nodeConfig(values, {
    environment,
    random: () => randomBytes(4).toString("hex"),
    ask: () => signals.releaseDuring(() => askSecret("Keystore password: ")),
    prepared: await preparedFork(values, environment, signals),
  });
  return (await import("../../node/run-node.ts")).runNode(config, signals);
}

/** What `--fork` comes to; undefined without it. A signal while another node is asked ends the process. */
export async function preparedFork(
  values: RunValues,
  environment: Environment,
  signals: StopSignals,
): Promise<PreparedFork | undefined> {
  const request = forkRequest(values, environment);
  if (request === undefined) return undefined;
  signals.take(() => process.exit(interrupted));
  return (await import("../../node/fork/prepare-fork.ts")).prepareFork(request);
}
