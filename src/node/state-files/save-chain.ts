import type { Environment } from "../../chain/environment.ts";
import { createRest } from "../../chain/rest.ts";
import { originOf } from "../../fork/fork-origin.ts";
import type { KeptBlock } from "../../fork/kept-block.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { encodeHeader } from "../../primitives/header.ts";
import { chainContent } from "../../state-file/chain-content.ts";
import type { ForkHint } from "../../state-file/head.ts";
import { type WrittenStateFile, writeStateFile } from "../../state-file/write-state-file.ts";
import type { BlockId } from "../../storage/blocks/pointers.ts";
import type { BlockOfChain } from "../../storage/chain-intake.ts";
import type { Database } from "../../storage/database.ts";
import { storedBuild } from "../chain-database.ts";
import { thisSoftware } from "./state-source.ts";
import { stepsOf } from "./steps-of.ts";

const hintOf = ({ block, url }: KeptBlock): ForkHint => ({ hash: block.hash, number: block.header.number, url });

const blockOf = ({ block: { hash, header, body } }: KeptBlock): BlockOfChain => ({
  ...{ hash, header: encodeHeader(header), body },
  justifications: [],
});

export interface SaveOptions {
  readonly database: Database;
  readonly spec: ChainSpec;
  readonly environment: Environment;
  readonly path: string;
  /** Whether the blocks before go with it, and the states that are kept of them. */
  readonly blocks: boolean;
  /** The block; the best one that is on disk when not given. */
  readonly hash?: Hex;
  /** How far the time of the next block lies after the earliest that it could have, ms. */
  readonly clock: number;
  /** Ends it; the file that is there stays. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a block's state to a file, while the chain goes on: what is written is the chain as it was at one moment.
 * @returns the block
 * @throws UserError when the file cannot be written, or the block is not kept
 */
export async function saveChain(options: SaveOptions): Promise<WrittenStateFile & { readonly block: BlockId }> {
  const { database, spec, environment, path, blocks, clock, signal } = options;
  const view = await database.view();
  try {
    const hash = options.hash ?? view.best().hash;
    const origin = originOf(database);
    const content = chainContent(view, hash, {
      head: {
        ...(origin === undefined ? {} : { fork: hintOf(origin) }),
        software: thisSoftware(),
        chain: { name: spec.name, id: spec.id, type: spec.chainType, properties: spec.properties },
        build: storedBuild(database),
        clock,
      },
      forked: origin === undefined ? undefined : blockOf(origin),
      blocks,
      steps: blocks ? stepsOf(view) : [],
    });
    const written = await writeStateFile(path, content, {
      rest: createRest(environment),
      ...(signal === undefined ? {} : { signal }),
    });
    const { number } = content.head.block;
    return { ...written, block: { hash, number } };
  } finally {
    await view.release();
  }
}
