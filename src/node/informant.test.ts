import { expect, test } from "vitest";
import type { ChainApi } from "../chain/api.ts";
import { silentLog } from "../chain/environment.ts";
import type { Hex } from "../lib/bytes.ts";
import { type PeersStatus, startInformant } from "./informant.ts";

const plain = (text: string | number): string => String(text);

/** A node whose status is given, and its lines five seconds after. */
function linesOf(statuses: readonly PeersStatus[], heights: readonly number[]): string[] {
  const lines: string[] = [];
  let [at, time] = [0, 0];
  let tick = (): void => {};
  const hash: Hex = `0x${"ab".repeat(32)}`;
  const chain = {
    bestHash: () => hash,
    finalizedHash: () => hash,
    header: () => ({ number: heights[at] }),
    events: { onBest: () => () => {}, onImported: () => () => {} },
  } as unknown as ChainApi;
  const environment = {
    now: () => time,
    after: (_milliseconds: number, call: () => void) => {
      tick = call;
      return () => {};
    },
    yield: async () => {},
    log: { ...silentLog, info: (_target: string, text: string) => void lines.push(text) },
  };
  const paint = { bold: plain, boldRed: plain, boldGreen: plain, green: plain, red: plain } as never;
  startInformant(chain, environment, paint, () => statuses[at] as PeersStatus);
  while (at < statuses.length - 1) {
    at++;
    time += 5000;
    tick();
  }
  return lines;
}

test("the line of a node that idles, that catches up, and that imports the last of it", () => {
  const quiet = { peers: 0, bytesIn: 0, bytesOut: 0 };
  const lines = linesOf(
    [
      { ...quiet, sync: { type: "idle" } },
      { ...quiet, sync: { type: "idle" } },
      { peers: 2, bytesIn: 5 * 2048, bytesOut: 50, sync: { type: "downloading", target: 1000 } },
      { peers: 2, bytesIn: 5 * 2048 + 15 * 1024 * 1024, bytesOut: 50, sync: { type: "importing", target: 1000 } },
    ],
    [0, 0, 321, 900],
  );
  const short = "0xabab…abab";
  expect(lines).toEqual([
    `💤 Idle (0 peers), best: #0 (${short}), finalized #0 (${short}), ⬇ 0 ⬆ 0`,
    `⚙️  Syncing 64.2 bps, target=#1000 (2 peers), best: #321 (${short}), finalized #321 (${short}), ⬇ 2.0kiB/s ⬆ 10 B/s`,
    `⚙️  Preparing 115.8 bps, target=#1000 (2 peers), best: #900 (${short}), finalized #900 (${short}), ⬇ 3.0MiB/s ⬆ 0`,
  ]);
});

test("the line of a node that downloads a proof, the state that it leads to, and the blocks under it", () => {
  const sync = { type: "downloading", target: 1000 } as const;
  const quiet = { peers: 3, bytesIn: 0, bytesOut: 0 };
  const lines = linesOf(
    [
      { ...quiet, sync },
      { ...quiet, sync, progress: { type: "warp", phase: "waiting", bytes: 0 } },
      { ...quiet, sync, progress: { type: "warp", phase: "proofs", bytes: 8 * 1024 * 1024 - 10_000 } },
      { ...quiet, sync, progress: { type: "state", phase: "downloading", percentage: 12, bytes: 1_500_000 } },
      { ...quiet, sync, progress: { type: "state", phase: "importing", percentage: 99, bytes: 3 * 1024 * 1024 } },
      { ...quiet, sync: { type: "idle" }, progress: { type: "history", next: 640 } },
    ],
    [0, 0, 0, 0, 0, 1000],
  );
  const rest = (best: number) => `(3 peers), best: #${best} (0xabab…abab), finalized #${best} (0xabab…abab), ⬇ 0 ⬆ 0`;
  expect(lines).toEqual([
    `⏩ Warping, Waiting for peers to be connected, 0.00 Mib ${rest(0)}`,
    `⏩ Warping, Downloading finality proofs, 7.99 Mib ${rest(0)}`,
    `⚙️  State sync, Downloading state, 12%, 1.43 Mib ${rest(0)}`,
    `⚙️  State sync, Importing state, 99%, 3.00 Mib ${rest(0)}`,
    `⏩ Block history, #640 ${rest(1000)}`,
  ]);
});
