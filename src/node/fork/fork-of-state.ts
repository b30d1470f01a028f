import { isStepName } from "../../chain/step.ts";
import { keepBlock } from "../../fork/block-files.ts";
import type { ForkedBlock } from "../../fork/forked-block.ts";
import { fromHex, type Hex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { readForkContent } from "../../state-file/fork-content.ts";
import { openStateFile } from "../../state-file/open-state-file.ts";
import { createDirectory } from "../directories.ts";

/**
 * The block that the fork of a state file stands on, which is kept, so that no node need be asked for it.
 * @param wanted the block that --fork-block names
 * @throws UserError when the file is no fork's, or another block is wanted
 */
export async function forkedBlockOf(
  path: string,
  wanted: number | Hex | undefined,
  cache: string,
): Promise<ForkedBlock & { readonly url: string }> {
  const file = await openStateFile(path);
  try {
    const { fork, genesis, chain } = file.head;
    if (fork === undefined)
      throw new UserError(
        `the state file ${path} holds a whole state, which a fork of a node does not begin with: fork the file itself, --fork ${path}, or load it into the running fork with dev_load`,
      );
    const { hash, number, url } = fork;
    if (wanted !== undefined && wanted !== number && wanted !== hash)
      throw new UserError(
        `the state file ${path} is that of a fork of block ${number} (${hash}): leave --fork-block out, or give another file`,
      );
    const { header, body } = (await readForkContent(file, fork, isStepName)).forked;
    const block = {
      ...{ hash, header: decodeHeader(header), body, name: chain.name, properties: chain.properties },
      genesis: { hash: genesis.hash, header: decodeHeader(fromHex(genesis.header)) },
    };
    createDirectory(cache, "--fork-cache");
    keepBlock(cache, block, url);
    return { ...block, url };
  } catch (error) {
    throw file.explain(error);
  } finally {
    await file.close();
  }
}
