import { resolve } from "node:path";
import { fromHex } from "../../lib/bytes.ts";
import { systemEnvironment } from "../../node/environment.ts";
import { saveChain } from "../../node/state-files/save-chain.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { openStateFile, type StateFile } from "../../state-file/open-state-file.ts";
import { checkStateRoot } from "../../state-file/state-root.ts";
import type { Environment } from "../config.ts";
import type { Values } from "../option.ts";
import type { stateExportOptions, stateInspectOptions } from "../options/commands.ts";
import { requireBody } from "./block-argument.ts";
import { withBlockAndState } from "./block-with-state.ts";

/** What the blocks of a file reach back to. */
interface Reach {
  readonly firstBlock: number | undefined;
  /** The first block whose state can be asked for. */
  readonly oldestState: number;
  readonly steps: readonly { readonly name: string; readonly bytes: number }[];
}

async function reachOf(file: StateFile): Promise<Reach> {
  let firstBlock: number | undefined;
  let oldestState: number | undefined;
  const steps: { name: string; bytes: number }[] = [];
  for await (const part of file.parts()) {
    if (part.type === "step") steps.push({ name: part.step.name, bytes: part.step.bytes.length });
    if (part.type !== "block") continue;
    const { number } = decodeHeader(part.block.header);
    firstBlock ??= number;
    if (part.block.replaced !== undefined) oldestState ??= Math.max(number - 1, 0);
  }
  return { firstBlock, oldestState: oldestState ?? file.head.block.number, steps };
}

/** `state inspect`: what a state file holds, after all of it was checked. */
export async function inspectState({ json }: Values<typeof stateInspectOptions>, path: string): Promise<void> {
  const file = await openStateFile(path);
  try {
    // What a fork holds is no whole state: what it differs from has to be there to tell its root.
    if (file.head.fork === undefined) await checkStateRoot(file);
    const reach = await reachOf(file);
    const { head, version, size, unpacked, digest } = file;
    const { stateRoot } = decodeHeader(fromHex(head.block.header));
    if (json) {
      const { genesis, block, ...rest } = head;
      const { removed, ...others } = file.counts;
      const counts = head.fork === undefined ? others : { ...others, removed };
      const blocks = { hash: block.hash, number: block.number, stateRoot };
      const shown = { ...rest, genesis: genesis.hash, block: blocks, counts, ...reach, size, unpacked, digest };
      console.log(JSON.stringify({ format: version, ...shown }, null, 2));
      return;
    }
    const type = typeof head.chain.type === "string" ? head.chain.type : head.chain.type.Custom;
    const { children: tries, entries, removed } = file.counts;
    const children = tries === 0 ? "" : `, in the top trie and ${tries} child tries`;
    const { fork } = head;
    const state =
      fork === undefined
        ? `${entries} keys${children}; root ${stateRoot}, as the header says`
        : `over that block's: ${entries} keys set${children}, ${removed} removed`;
    const older = reach.oldestState < head.block.number ? `; states from #${reach.oldestState}` : "";
    const lines = [
      `Format:   ${version}, ${size} bytes, ${unpacked} unpacked`,
      `Writer:   ${head.software}`,
      `Chain:    ${head.chain.name} (${head.chain.id}, ${type}), ${head.build} rules`,
      `Genesis:  ${head.genesis.hash}`,
      `Block:    #${head.block.number} (${head.block.hash})`,
      ...(fork === undefined ? [] : [`Fork of:  #${fork.number} (${fork.hash}) of ${fork.url}`]),
      `State:    ${state}`,
      `Blocks:   ${reach.firstBlock === undefined ? "none" : `#${reach.firstBlock} to #${head.block.number}`}${older}`,
      `Clock:    ${head.clock === 0 ? "that of the machine" : `${head.clock} ms after the machine's`}`,
      `Steps:    ${reach.steps.length === 0 ? "none" : reach.steps.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(", ")}`,
      `Content:  ${digest} (SHA-256)`,
    ];
    console.log(lines.join("\n"));
  } catch (error) {
    throw file.explain(error);
  } finally {
    await file.close();
  }
}

/** `state export`: a block of a database as a state file. */
export async function exportStateFile(
  values: Values<typeof stateExportOptions>,
  [path = "", block]: readonly string[],
  environment: Environment,
): Promise<void> {
  await withBlockAndState({ values, block, environment }, async ({ database, found, spec, log }) => {
    requireBody(database, found);
    const { entries, size } = await saveChain({
      ...{ database, spec, environment: systemEnvironment(log) },
      ...{ path: resolve(path), blocks: values.blocks, hash: found.hash, clock: 0 },
    });
    log.info("state", `Exported block #${found.number} (${found.hash}): ${entries} keys, ${size} bytes`);
  });
}
