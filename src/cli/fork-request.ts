import { join, resolve } from "node:path";
import type { ForkRequest } from "../node/fork/prepared-fork.ts";
import { basePath } from "../node/paths.ts";
import { type Environment, isTemporary } from "./config.ts";
import type { RunValues } from "./options/run.ts";
import { say } from "./say.ts";

/** What the options of a fork mean; undefined without `--fork`. */
export function forkRequest(values: RunValues, environment: Environment): ForkRequest | undefined {
  const { fork: from, forkBlock: wanted, forkRate: rate, forkTimeout, forkCache } = values;
  const state = values.state ?? values.loadState;
  if (from === undefined) return undefined;
  const base = basePath(values.basePath, environment);
  return {
    from,
    remote: { url: from, rate, answerMs: forkTimeout * 1000 },
    wanted,
    base: isTemporary(values) ? undefined : base,
    state: state === undefined ? undefined : resolve(state),
    cache: forkCache ?? join(base, "fork-cache"),
    warn: (line) => say("warn", line, values.logFormat === "json"),
  };
}
