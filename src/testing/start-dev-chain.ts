import { createDevChain, type DevChain } from "./dev-chain.ts";
import { checkNodeVersion } from "./node-version.ts";
import { checkOptions, type DevChainOptions } from "./options.ts";

/**
 * Starts a development chain for tests: in this process and in memory, without a port, when nothing else is said. A process
 * may have many. Whoever starts one stops it.
 * @throws UserError for options that cannot be had
 */
export async function startDevChain(options: DevChainOptions = {}): Promise<DevChain> {
  checkNodeVersion(process.versions.node);
  checkOptions(options);
  const reached = options.process
    ? await (await import("./own-process.ts")).startProcess(options)
    : await (await import("./in-process.ts")).startInProcess(options);
  return createDevChain(reached);
}
