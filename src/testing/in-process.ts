import type { Environment } from "../chain/environment.ts";
import { devConfig } from "../cli/commands/dev.ts";
import { type DevValues, devOptions } from "../cli/options/dev.ts";
import { systemEnvironment } from "../node/environment.ts";
import { createLog, type NodeLog } from "../node/log/log.ts";
import { startNode } from "../node/node.ts";
import type { Reached } from "./dev-chain.ts";
import { type DevChainOptions, rulesFlags } from "./options.ts";

/** The options of `subtensor dev` as nobody gave them. */
const unsaid = (): DevValues =>
  Object.fromEntries(Object.entries(devOptions).map(([key, spec]) => [key, spec.default])) as DevValues;

/** A machine's clock whose timers end with the node, and keep no process alive. */
function endingEnvironment(log: NodeLog): { environment: Environment; end(): void } {
  const base = systemEnvironment(log);
  const waiting = new Set<NodeJS.Timeout>();
  return {
    environment: {
      ...base,
      after(milliseconds, call) {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          call();
        }, milliseconds).unref();
        waiting.add(timer);
        return () => {
          waiting.delete(timer);
          clearTimeout(timer);
        };
      },
    },
    end() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** Starts a chain in this process, in memory. @throws UserError where its port cannot be had */
export async function startInProcess({
  rules,
  sealing,
  world,
  state,
  rpcPort,
  log: write,
}: DevChainOptions): Promise<Reached> {
  const filters = write === undefined ? ["off"] : [];
  const config = devConfig(
    {
      ...unsaid(),
      ...rulesFlags(rules),
      ...{ sealing: sealing ?? "instant", world, loadState: state },
      ...(rpcPort === undefined ? {} : { rpcPort }),
    },
    { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, HOME: process.env.HOME },
  );
  // Without lines to write pino need not be loaded.
  const log = createLog({ filters, detailed: false, waits: write === undefined, write: write ?? (() => {}) });
  const { environment, end } = endingEnvironment(log);
  const node = await startNode({ config, memory: true, noRpc: rpcPort === undefined, environment, log });
  const client = node.localClient();
  return {
    ask: client.ask,
    port: node.rpcPort,
    pid: undefined,
    async stop() {
      client.stop();
      await node.stop();
      end();
    },
  };
}
