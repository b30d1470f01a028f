import { resolve } from "node:path";
import type { Chain } from "../../chain/chain.ts";
import { AuraError, slotOf } from "../../consensus/aura.ts";
import type { StateFileAccess } from "../../dev/api.ts";
import { isOurs } from "../../engine/our-code.ts";
import { fromHex, type StateKey } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { decodeHeader } from "../../primitives/header.ts";
import type { StateFile } from "../../state-file/open-state-file.ts";
import { RecordError } from "../../storage/errors.ts";
import { storedBuild } from "../chain-database.ts";
import { codeKey } from "../genesis.ts";

/** The slot of a file's block; that of the genesis block is 0. @throws StateFileError where its header names none */
function slotIn({ head: { block }, explain }: StateFile): bigint {
  if (block.number === 0) return 0n;
  try {
    return slotOf(decodeHeader(fromHex(block.header)));
  } catch (error) {
    throw error instanceof AuraError ? explain(new RecordError(error.message)) : error;
  }
}

/** State files as the owner of a running chain asks for them; what reads and writes them is loaded then. */
export function stateFileAccess(chain: Chain, spec: ChainSpec): StateFileAccess {
  const { database, environment } = chain;
  return {
    async dump(path, blocks, ahead) {
      const { saveChain } = await import("./save-chain.ts");
      const { checkSavePlace } = await import("./state-saver.ts");
      const place = resolve(path);
      checkSavePlace({ path: place, interval: undefined, blocks });
      const { block, size } = await saveChain({
        database,
        spec,
        environment,
        path: place,
        blocks,
        clock: Number(ahead),
      });
      return { ...block, size };
    },
    async stepTo(path, state) {
      const { openStateFile } = await import("../../state-file/open-state-file.ts");
      const { changesAgainst } = await import("../../state-file/changes-against.ts");
      const file = await openStateFile(resolve(path));
      try {
        const { build, clock, fork } = file.head;
        const place = { slot: slotIn(file), ahead: BigInt(clock) };
        if (fork !== undefined)
          return { step: await (await import("./fork-step.ts")).forkStep(file, fork, database), ...place };
        const step = new Map<StateKey, Uint8Array | undefined>();
        for await (const { child, key, value } of changesAgainst(file, state)) {
          if (child !== undefined)
            throw new UserError(`${path} holds other child tries than the chain: not built; start with --load-state`);
          step.set(key, value);
        }
        const code = step.has(codeKey) ? step.get(codeKey) : state.get(codeKey);
        if (build !== storedBuild(database) && (code === undefined || isOurs(code)))
          throw new UserError(
            `${path} was made under the ${build} rules, and this chain runs under the ${storedBuild(database)} ones: start another with --load-state`,
          );
        return { step, ...place };
      } finally {
        await file.close();
      }
    },
  };
}
