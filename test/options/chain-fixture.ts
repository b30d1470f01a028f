import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLog } from "../../src/node/log/log.ts";
import { startNode } from "../../src/node/node.ts";
import { smallProgram } from "../program/build.ts";
import { configOf, freshDirectory, subtensor } from "./support.ts";

/** A directory with the database of a development chain of six blocks. */
export interface ChainFixture {
  readonly base: string;
  /** Its blocks, as export-blocks writes them. */
  readonly file: string;
  /** A program that the chain may be upgraded to. */
  readonly program: string;
}

export async function createChain(base: string): Promise<ChainFixture> {
  const config = configOf(["--dev", "--sealing", "manual", "-d", base, "--rpc-port", "0"]);
  const log = createLog({ filters: ["off"], detailed: false, write: () => {} });
  const { api, stop } = await startNode({ config, log });
  for (let block = 0; block < 6; block++) await api.sealing?.createBlock({ createEmpty: true, finalize: true });
  await stop();
  const file = join(base, "blocks");
  await subtensor("export-blocks", "--dev", "-d", base, "--binary", file);
  const program = join(base, "small.wasm");
  writeFileSync(program, await smallProgram({ specVersion: 426 }));
  return { base, file, program };
}

/** The same chain in a directory of its own. */
export function copyOf(chain: ChainFixture): string {
  const base = freshDirectory();
  cpSync(chain.base, base, { recursive: true });
  return base;
}

/** The specification of the development chain under another id, whose data lies elsewhere. */
export async function otherChain(): Promise<string> {
  const file = join(freshDirectory(), "other.json");
  const { out } = await subtensor("build-spec", "--dev", "--disable-default-bootnode");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(out), id: "other" }));
  return file;
}
