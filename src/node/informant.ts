import type { ChainApi } from "../chain/api.ts";
import type { Environment } from "../chain/environment.ts";
import { shortHash } from "../chain/propose.ts";
import type { Hex } from "../lib/bytes.ts";

/** How often the line on where the chain stands is written, ms. */
const interval = 5000;

/**
 * Writes a line for each block and, every five seconds, where the chain stands; tools look for these lines.
 * Answers to `sc_informant`.
 */
export function startInformant(chain: ChainApi, { log, after }: Environment, peers: () => number): { stop(): void } {
  const target = "substrate";
  const numberOf = (hash: Hex): number => chain.header(hash)?.number ?? 0;

  const stopBest = chain.events.onBest(({ hash, retracted, enacted }) => {
    const [left] = retracted;
    const first = enacted[0];
    if (left === undefined || first === undefined) return;
    const common = chain.header(first)?.parentHash ?? chain.genesisHash;
    const leftNumber = numberOf(common) + retracted.length;
    log.info(
      target,
      `♻️  Reorg on #${leftNumber},${left} to #${numberOf(hash)},${hash}, common ancestor #${numberOf(common)},${common}`,
    );
  });
  const stopImported = chain.events.onImported(({ hash, isNewBest }) => {
    const header = chain.header(hash);
    if (header === undefined) return;
    const place = `#${header.number} (${shortHash(header.parentHash)} → ${shortHash(hash)})`;
    log.info(target, `${isNewBest ? "🏆" : "🆕"} Imported ${place}`);
  });

  let cancel = (): void => {};
  const tick = (): void => {
    const [best, final] = [chain.bestHash(), chain.finalizedHash()];
    log.info(
      target,
      `💤 Idle (${peers()} peers), best: #${numberOf(best)} (${shortHash(best)}), ` +
        `finalized #${numberOf(final)} (${shortHash(final)}), ⬇ 0 ⬆ 0`,
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
