import type { World } from "./world.ts";

/** Where each node stood at one moment. */
interface Row {
  readonly at: number;
  readonly heads: readonly string[];
}

/** The heads of all nodes by slot, for people who look for what went wrong. */
export interface HeadTable {
  note(): void;
  /** The last so many slots. */
  text(rows: number): string;
}

export function createHeadTable({ peers, node, elapsed }: World): HeadTable {
  const rows: Row[] = [];
  return {
    note() {
      const heads = peers.map((peer) => {
        const chain = node(peer)?.chain;
        if (chain === undefined) return "down";
        const best = chain.best();
        return `${best.number}/${chain.finalized().number} ${best.hash.slice(2, 6)}`;
      });
      rows.push({ at: elapsed(), heads });
      if (rows.length > 1000) rows.shift();
    },
    text(count) {
      const wide = 16;
      const line = (first: string, cells: readonly string[]): string =>
        first.padStart(8) + cells.map((cell) => cell.padStart(wide)).join("");
      const last = rows.slice(-count);
      return [line("s", peers), ...last.map(({ at, heads }) => line((at / 1000).toFixed(0), heads))].join("\n");
    },
  };
}
