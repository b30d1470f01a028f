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
