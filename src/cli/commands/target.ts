import { loadChainSpec } from "../../node/chain-specs.ts";
import { basePath, type DataPaths, dataPaths } from "../../node/paths.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { sharedOptions } from "../options/shared.ts";

/** What a command on a chain's data works on. */
export interface Target {
  spec: ChainSpec;
  rules: "production" | "local";
  paths: DataPaths;
}

/** The chain and the directory that the options name. Without --base-path it is the default one, with --dev too. */
export function targetOf(values: Values<typeof sharedOptions>, environment: Environment): Target {
  const spec = loadChainSpec(values, environment);
  const base = basePath(values.basePath, environment);
  return { spec, rules: values.fastRuntime ? "local" : "production", paths: dataPaths(base, spec.id) };
}
