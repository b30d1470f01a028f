import { programVersion } from "../engine/native/program-version.ts";
import type { BuildName } from "../primitives/build-name.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { builds, createRuntime } from "../runtime/index.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";

/** The runtime of a build, on a host with this node's tries. */
export function runtimeOfBuild(build: BuildName): Runtime {
  return createRuntime(builds[build], { orderedRoot, programVersion });
}
