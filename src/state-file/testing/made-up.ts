import type { Hex } from "../../lib/bytes.ts";
import type { Database } from "../../storage/database.ts";
import { testGenesis } from "../../storage/testing/blocks.ts";
import { randomBlock, seeded } from "../../storage/testing/random-block.ts";
import { chainContent } from "../chain-content.ts";
import type { Step } from "../records.ts";
import { type WrittenStateFile, writeStateFile } from "../write-state-file.ts";

const value = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

/** A genesis with keys that begin others, long values, the empty key, and child tries whose ids differ in length. */
export const madeUpGenesis = testGenesis({
  top: new Map([
    ["", value(1, 3)],
    ["\u0001", value(2, 40)],
    [":code", value(3, 300_000)],
    [":child", value(4, 1)],
    ["z", value(5, 0)],
    ...Array.from({ length: 300 }, (_, at) => [`k${String.fromCharCode(at & 255)}${at}`, value(at & 255, at)] as const),
  ]),
  children: new Map([
    ["x", new Map([["a", value(1, 40)]])],
    ["long id", new Map([["", value(2, 2)]])],
    ["b", new Map(Array.from({ length: 40 }, (_, at) => [`c${at}`, value(at, 60)] as const))],
  ]),
});

/** Puts the made-up genesis and so many random blocks into an empty database. The best one need not be final. */
export async function fillMadeUp(database: Database, blocks: number, seed = 1): Promise<void> {
  await database.initialise(madeUpGenesis);
  const random = seeded(seed);
  while (database.best().number < blocks) {
    const block = randomBlock(database, random);
    if (block !== undefined) await database.commitBlock(block);
  }
}

interface SaveOptions {
  readonly blocks?: boolean;
  readonly hash?: Hex;
  readonly steps?: readonly Step[];
}

/** Writes the state of a block of a database, its best one if none is named. */
export async function saveTo(
  path: string,
  database: Database,
  { blocks = false, hash, steps = [] }: SaveOptions = {},
): Promise<WrittenStateFile> {
  const view = await database.view();
  try {
    const head = {
      software: "subtensor-ts test",
      chain: { name: "Made up", id: "made-up", type: "Development" as const, properties: { b: 1, a: [2] } },
      ...{ build: "local" as const, clock: 12_000 },
    };
    const content = chainContent(view, hash ?? view.best().hash, { head, blocks, steps });
    return await writeStateFile(path, content, { rest: async () => {} });
  } finally {
    await view.release();
  }
}
