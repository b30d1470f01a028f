import type { Chain } from "../chain/chain.ts";
import { UserError } from "../lib/user-error.ts";
import type { DevApi, StateFileAccess } from "./api.ts";
import type { Blocks } from "./blocks.ts";
import type { Production } from "./production.ts";

interface StateFileParts {
  readonly chain: Chain;
  readonly production: Production;
  readonly blocks: Blocks;
  /** Undefined where the chain has no state files. */
  readonly files: StateFileAccess | undefined;
  /** How far the time of the next block lies after the earliest that it could have, ms. */
  ahead(): Promise<bigint>;
}

/** Writes the chain to files, and makes a file's state the chain's. */
export function createStateFiles({ chain, production, blocks, files, ahead }: StateFileParts) {
  return {
    async dump(path, withBlocks) {
      if (files === undefined) throw new UserError("this chain writes no state files");
      return files.dump(path, withBlocks, await ahead());
    },
    async load(path) {
      const state = chain.database.stateAt(chain.best().hash);
      if (files === undefined || state === undefined) throw new UserError("this chain reads no state files");
      const { step, slot, ahead: later } = await files.stepTo(path, state);
      // Where the file's clock is ahead, it comes along: its state takes no earlier block.
      const moment = (slot + 1n) * (await production.clock.duration()) + later;
      if (moment > (await production.clock.peek(chain.best())).moment) await production.clock.set(moment);
      return blocks.own({ step });
    },
  } satisfies Pick<DevApi, "dump" | "load">;
}
