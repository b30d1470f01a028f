import { tableText } from "../../scripts/table.ts";
import type { Done } from "./worker.ts";

/** What was done to nodes, and what they said of it. */
export interface Ledger {
  done(attack: Done): void;
  /** Takes in lines of a node's log. */
  read(node: string, lines: readonly string[]): void;
  attacks(): number;
  /** Lines that say that something broke in a node itself. */
  readonly faults: readonly string[];
  /** What the author said of a slot, oldest first. */
  ofSlot(slot: bigint): readonly string[];
  /** What was done how often, and what peers lost standing for. */
  table(): string;
}

/** Whatever a peer does, no node says this. */
const isOwnFault = (line: string): boolean =>
  / ERROR |Uncaught|Unhandled|TypeError|RangeError|ReferenceError|\bbroke\b|[Ii]nternal error/.test(line);

type Counts = Map<string, number>;
const count = (counts: Counts, key: string): Counts => counts.set(key, (counts.get(key) ?? 0) + 1);

export function createLedger(): Ledger {
  const attacks = new Map<string, { times: number; asked: number; why: Counts }>();
  /** Forged blocks and wrong answers by the peer that had them. */
  const kinds = new Map<string, string>();
  const reasons = new Map<string, Counts>();
  const faults: string[] = [];
  const slots = new Map<string, string[]>();
  return {
    faults,
    ofSlot: (slot) => slots.get(String(slot)) ?? [],
    attacks: () => [...attacks.values()].reduce((sum, { times }) => sum + times, 0),
    done({ what, failed, asked, peer }) {
      const known = attacks.get(what) ?? { times: 0, asked: 0, why: new Map() };
      known.times++;
      if (asked === true) known.asked++;
      if (failed !== undefined) count(known.why, failed.replaceAll(/12D3KooW\w+/g, "PEER"));
      attacks.set(what, known);
      if (peer !== undefined) kinds.set(peer, what);
    },
    read(node, lines) {
      for (const line of lines) {
        if (isOwnFault(line)) faults.push(`${node}: ${line}`);
        const [, slot] = / aura: .*\bslot:? (\d+)/.exec(line) ?? [];
        if (node === "author" && slot !== undefined) slots.set(slot, [...(slots.get(slot) ?? []), line]);
        const [, peer = "", reason = ""] = /Report (\S+): -\d+ to -?\d+\. Reason: (.*?)\./.exec(line) ?? [];
        if (peer !== "") reasons.set(peer, count(reasons.get(peer) ?? new Map(), reason));
      }
    },
    table() {
      const lost = new Map<string, Counts>();
      for (const [peer, own] of reasons) {
        const kind = kinds.get(peer) ?? "others";
        const all = lost.get(kind) ?? new Map<string, number>();
        for (const [reason, times] of own) all.set(reason, (all.get(reason) ?? 0) + times);
        lost.set(kind, all);
      }
      const list = (counts: Counts | undefined): string =>
        [...(counts ?? [])].map(([what, times]) => `${what} (${times})`).join(", ");
      const rows = [...attacks].map(([what, { times, asked, why }]) => [
        ...[what, String(times), String(asked)],
        why.size > 0 ? list(why).slice(0, 300) : list(lost.get(what)),
      ]);
      const head = ["attack", "times", "was asked for", "its peers lost standing for"];
      return tableText([head, ...rows, ["the others", "", "", list(lost.get("others"))]]);
    },
  };
}
