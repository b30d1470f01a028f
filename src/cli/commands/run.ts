import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { UserError } from "../../lib/user-error.ts";
import { type Environment, nodeConfig } from "../config.ts";
import type { RunValues } from "../options/run.ts";
import { askSecret } from "../terminal.ts";

/** Runs the node until it is told to stop. */
export async function run(values: RunValues, environment: Environment): Promise<number> {
  const config = nodeConfig(values, {
    environment,
    random: () => randomBytes(4).toString("hex"),
    ask: () => askSecret("Keystore password: "),
  });
  try {
    throw new UserError("running the node is not built yet");
  } finally {
    if (config.temporary) rmSync(config.paths.base, { recursive: true, force: true });
  }
}
