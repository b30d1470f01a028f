import { optionBuild } from "../../node/build-choice.ts";
import { genesisOptions, loadChainSpec } from "../../node/chain-specs.ts";
import { basePath, type DataPaths, dataPaths } from "../../node/paths.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { sharedOptions } from "../options/shared.ts";
import { say } from "../say.ts";

/** What a command on a chain's data works on. */
export interface Target {
  spec: ChainSpec;
  /** The build that an option names. */
  build: BuildName | undefined;
  /** The options, as they were given, that make the genesis another one than the specification's. */
  genesisOptions: readonly string[];
  paths: DataPaths;
}

/** The chain and the directory that the options name. Without --base-path it is the default one, with --dev too. */
export function targetOf(values: Values<typeof sharedOptions>, environment: Environment): Target {
  const spec = loadChainSpec(values, environment, (line) => say("warn", line, values.logFormat === "json"));
  const base = basePath(values.basePath, environment);
  return {
    spec,
    build: optionBuild(values),
    genesisOptions: genesisOptions(values),
    paths: dataPaths(base, spec.id),
  };
}
