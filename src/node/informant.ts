import type { ChainApi } from "../chain/api.ts";
import type { Environment } from "../chain/environment.ts";
import { shortHash } from "../chain/propose.ts";
import type { Hex } from "../lib/bytes.ts";
import type { SyncProgress } from "../sync/progress.ts";
import type { SyncState } from "../sync/types.ts";
import type { WarpPhase } from "../sync/warp-sync.ts";
import type { Paint } from "./log/line.ts";

/** Where the node stands among its peers. */
export interface PeersStatus {
  readonly peers: number;
  /** Bytes since the start. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly sync: SyncState;
  /** Absent while blocks come one after the other. */
  readonly progress?: SyncProgress | undefined;
}

/** How often the line on where the chain stands is written, ms. */
const interval = 5000;

/**
 * Writes a line for each block and, every five seconds, where the chain stands; tools look for these lines.
 * Rust: `sc_informant`
 */
export function startInformant(
  chain: ChainApi,
  { log, after, now }: Environment,
  paint: Paint,
  status: () => PeersStatus,
): { stop(): void } {
  const target = "substrate";
  const numberOf = (hash: Hex): number => chain.header(hash)?.number ?? 0;
  /** A hash in short, whole when details are logged. */
  const named = (hash: Hex): string => (log.enabled("debug", "sc_informant") ? hash : shortHash(hash));

  const stopBest = chain.events.onBest(({ hash, retracted, enacted }) => {
    const [left] = retracted;
    const first = enacted[0];
    if (left === undefined || first === undefined) return;
    const common = chain.header(first)?.parentHash ?? chain.genesisHash;
    const leftNumber = numberOf(common) + retracted.length;
    log.info(
      "sc_informant",
      `♻️  Reorg on #${paint.boldRed(leftNumber)},${named(left)} to #${paint.boldGreen(numberOf(hash))},${named(hash)}, ` +
        `common ancestor #${paint.bold(numberOf(common))},${shortHash(common)}`,
    );
  });
  const stopImported = chain.events.onImported(({ hash, isNewBest }) => {
    const header = chain.header(hash);
    // While the node catches up the line below says how fast.
    if (header === undefined || status().sync.type !== "idle") return;
    const place = `#${paint.bold(header.number)} (${named(header.parentHash)} → ${named(hash)})`;
    log.info(target, `${isNewBest ? "🏆" : "🆕"} Imported ${place}`);
  });

  let cancel = (): void => {};
  let [lastNumber, lastTime] = [numberOf(chain.bestHash()), now()];
  let { bytesIn: lastIn, bytesOut: lastOut } = status();
  const tick = (): void => {
    const [best, final] = [chain.bestHash(), chain.finalizedHash()];
    const { peers, bytesIn, bytesOut, sync, progress } = status();
    const [number, time] = [numberOf(best), now()];
    const seconds = Math.max(time - lastTime, 1) / 1000;
    const [mark, doing, goal] =
      progress === undefined ? syncText(sync, (number - lastNumber) / seconds) : progressText(progress);
    const rate = (bytes: number): string => rateText(Math.floor(bytes / seconds));
    const [down, up] = [rate(bytesIn - lastIn), rate(bytesOut - lastOut)];
    [lastNumber, lastTime, lastIn, lastOut] = [number, time, bytesIn, bytesOut];
    log.info(
      target,
      `${mark} ${paint.bold(doing)}${goal} (${paint.bold(peers)} peers), best: #${paint.bold(number)} (${named(best)}), ` +
        `finalized #${paint.bold(numberOf(final))} (${named(final)}), ⬇ ${paint.green(down)} ⬆ ${paint.red(up)}`,
    );
    cancel = after(interval, tick);
  };
  cancel = after(interval, tick);
  return {
    stop() {
      stopBest();
      stopImported();
      cancel();
    },
  };
}

type SyncText = readonly [mark: string, doing: string, goal: string];

const mebibytes = (bytes: number): string => `${(bytes / (1024 * 1024)).toFixed(2)} Mib`;

/** Rust: `sc_network_sync: strategy/warp.rs WarpSyncPhase` */
const warpPhases: Readonly<Record<WarpPhase, string>> = {
  waiting: "Waiting for peers to be connected",
  proofs: "Downloading finality proofs",
  target: "Downloading target block",
  done: "Warp sync is complete",
};

/** The same of a node that downloads a proof, a state, or what lies under it. Rust: `sc_informant::display InformantDisplay::display` */
function progressText(progress: SyncProgress): SyncText {
  if (progress.type === "history") return ["⏩", "Block history", `, #${progress.next}`];
  if (progress.type === "warp")
    return ["⏩", "Warping", `, ${warpPhases[progress.phase]}, ${mebibytes(progress.bytes)}`];
  const phase = progress.phase === "downloading" ? "Downloading state" : "Importing state";
  return ["⚙️ ", "State sync", `, ${phase}, ${progress.percentage}%, ${mebibytes(progress.bytes)}`];
}

/** The mark, the word and the goal of a node that catches up, or does not. `speed` in blocks a second. */
function syncText(sync: SyncState, speed: number): SyncText {
  if (sync.type === "idle") return ["💤", "Idle", ""];
  const doing = sync.type === "downloading" ? "Syncing" : "Preparing";
  return ["⚙️ ", `${doing} ${Math.max(speed, 0).toFixed(1).padStart(4)} bps`, `, target=#${sync.target}`];
}

/** Bytes a second. Rust: `sc_informant::display TransferRateFormat`. */
function rateText(bytes: number): string {
  if (bytes === 0) return "0";
  if (bytes < 100) return `${bytes} B/s`;
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes.toFixed(1)}kiB/s` : `${(kibibytes / 1024).toFixed(1)}MiB/s`;
}
