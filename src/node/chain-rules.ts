import type { Log } from "../chain/environment.ts";
import type { BuildName } from "../primitives/build-name.ts";
import { builds } from "../runtime/rules.ts";
import type { NodeConfig } from "./config.ts";

/**
 * What a node is told, once its chain has said which rules it was made under: a chain that was there goes on under its own,
 * and blocks that come by themselves fit its slots.
 */
export function withChainRules(config: NodeConfig, build: BuildName, log: Log): NodeConfig {
  const slot = Number(builds[build].slotDuration);
  const { usualBuild } = config;
  if (config.build === undefined && usualBuild !== undefined && usualBuild !== build)
    log.info("node", `⚖️  The chain was made under the ${build} rules and goes on under them: slots of ${slot} ms`);
  return config.sealsEachSlot ? { ...config, sealing: { mixed: slot } } : config;
}
