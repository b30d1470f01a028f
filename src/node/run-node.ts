import { rmSync } from "node:fs";
import { messageOf } from "../lib/user-error.ts";
import { startBanner } from "./banner.ts";
import type { NodeConfig } from "./config.ts";
import { startNode } from "./node.ts";

/**
 * Runs a node until SIGINT or SIGTERM, then ends it in order; a second signal ends it at once.
 * @returns the exit code: 0 after a signal, 1 when the node had to end by itself.
 * @throws UserError or StorageError when it cannot start.
 */
export async function runNode(config: NodeConfig): Promise<number> {
  let end = (_code: number): void => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  let signals = 0;
  const onSignal = (): void => {
    if (++signals > 1) process.exit(130);
    end(0);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const node = await startNode({
      config,
      onFatal: (error) => {
        console.error(`subtensor: ${messageOf(error)}`);
        end(1);
      },
    });
    startBanner(node);
    const code = await ended;
    if (code === 0) await node.stop();
    return code;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    if (config.temporary) rmSync(config.paths.base, { recursive: true, force: true });
  }
}
