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
    // In one turn: a block that came by itself while the file is read would stay in the state that the file is to make.
    load: (path) =>
      blocks.together(async () => {
        const state = chain.database.stateAt(chain.best().hash);
        if (files === undefined || state === undefined) throw new UserError("this chain reads no state files");
        const { step, slot, ahead: later } = await files.stepTo(path, state);
        const { clock } = production;
        const { moment: before } = await clock.peek(chain.best());
        // Where the file's clock is ahead, it comes along: its state takes no earlier block.
        const moment = (slot + 1n) * (await clock.duration()) + later;
        if (moment > before) await clock.set(moment);
        try {
          return await blocks.own({ step });
        } catch (error) {
          if (production.ownerFinalizes) await clock.set(before);
          throw error;
        }
      }),
  } satisfies Pick<DevApi, "dump" | "load">;
}
