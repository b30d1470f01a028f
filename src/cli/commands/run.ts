import { randomBytes } from "node:crypto";
import type { StopSignals } from "../../node/stop-signals.ts";
import { type Environment, nodeConfig } from "../config.ts";
import type { RunValues } from "../options/run.ts";
import { askSecret } from "../terminal.ts";

/** Runs the node until it is told to stop. */
export async function run(values: RunValues, environment: Environment, signals: StopSignals): Promise<number> {
  const config = nodeConfig(values, {
    environment,
    random: () => randomBytes(4).toString("hex"),
    ask: () => signals.releaseDuring(() => askSecret("Keystore password: ")),
  });
  return (await import("../../node/run-node.ts")).runNode(config, signals);
}
