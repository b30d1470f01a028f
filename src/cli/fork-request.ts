import { join } from "node:path";
import type { ForkRequest } from "../node/fork/prepare-fork.ts";
import { basePath } from "../node/paths.ts";
import { type Environment, isTemporary } from "./config.ts";
import type { RunValues } from "./options/run.ts";
import { say } from "./say.ts";

/** What the options of a fork mean; undefined without `--fork`. */
export function forkRequest(values: RunValues, environment: Environment): ForkRequest | undefined {
  const { fork: from, forkBlock: wanted, forkRate: rate, forkTimeout, forkCache } = values;
  if (from === undefined) return undefined;
  const base = basePath(values.basePath, environment);
  return {
    from,
    remote: { url: from, rate, answerMs: forkTimeout * 1000 },
    wanted,
    base: isTemporary(values) ? undefined : base,
    cache: forkCache ?? join(base, "fork-cache"),
    warn: (line) => say("warn", line, values.logFormat === "json"),
  };
}
