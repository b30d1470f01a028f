import type { Runtime } from "../runtime/frame/compose.ts";
import { local, makeRuntime, production } from "../runtime/index.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { NodeConfig } from "./config.ts";

/** The runtime of a configuration, on a host with this node's tries. */
export function runtimeOfRules(rules: NodeConfig["rules"]): Runtime {
  return makeRuntime(rules === "local" ? local : production, { orderedRoot });
}
