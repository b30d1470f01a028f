import type { ChainApi } from "../chain/api.ts";
import type { Environment } from "../chain/environment.ts";
import { shortHash } from "../chain/propose.ts";
import type { Hex } from "../lib/bytes.ts";
import type { Paint } from "./log/line.ts";

/** How often the line on where the chain stands is written, ms. */
const interval = 5000;

/**
 * Writes a line for each block and, every five seconds, where the chain stands; tools look for these lines.
 * Rust: `sc_informant`
 */
export function startInformant(
  chain: ChainApi,
  { log, after }: Environment,
  paint: Paint,
  peers: () => number,
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
    if (header === undefined) return;
    const place = `#${paint.bold(header.number)} (${named(header.parentHash)} → ${named(hash)})`;
    log.info(target, `${isNewBest ? "🏆" : "🆕"} Imported ${place}`);
  });

  let cancel = (): void => {};
  const tick = (): void => {
    const [best, final] = [chain.bestHash(), chain.finalizedHash()];
    log.info(
      target,
      `💤 ${paint.bold("Idle")} (${paint.bold(peers())} peers), best: #${paint.bold(numberOf(best))} (${named(best)}), ` +
        `finalized #${paint.bold(numberOf(final))} (${named(final)}), ⬇ ${paint.green(0)} ⬆ ${paint.red(0)}`,
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
