import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../chain/environment.ts";
import { messageOf } from "../../lib/user-error.ts";
import type { DataPaths } from "../paths.ts";

/** The file of known peers: what was kept last, and what keeps anew. Losing it costs a search, so no error of it ends the node. */
export function peerStore(
  { network }: DataPaths,
  log: Log,
): { readonly saved: string | undefined; save(text: string): void } {
  const file = join(network, "peers.json");
  let saved: string | undefined;
  try {
    saved = readFileSync(file, "utf8");
  } catch {
    // The first start.
  }
  return {
    saved,
    save(text) {
      try {
        mkdirSync(network, { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
      } catch (error) {
        log.warn("sub-libp2p", `the known peers cannot be kept in ${file}: ${messageOf(error)}`);
      }
    },
  };
}
