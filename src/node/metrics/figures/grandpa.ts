import { counter, counters, type Figure, gauge, gauges, type Sample } from "../figure.ts";

/** What the figures of finality are read from. */
export interface GrandpaSource {
  /** The highest round that is completed; undefined while nobody votes. */
  round(): bigint | undefined;
  /** Prevotes and precommits that this node has cast since it was started. */
  votes(): { readonly prevotes: number; readonly precommits: number };
  /** Messages that wait for a block to be imported. */
  waiting?(): number;
  /** Messages of gossip by kind and by what was done with them; the original's words. */
  messages?(): readonly Sample<number>[];
}

/** Rust: `sc_consensus_grandpa::environment::Metrics` and its gossip. */
export function grandpaFigures({ round, votes, waiting, messages }: GrandpaSource): Figure[] {
  return [
    gauges("finality_grandpa_round", [], "Highest completed round of GRANDPA", () => {
      const highest = round();
      return highest === undefined ? [] : [[[], Number(highest)]];
    }),
    counter("finality_grandpa_prevotes_total", "Prevotes that this node has cast", () => votes().prevotes),
    counter("finality_grandpa_precommits_total", "Precommits that this node has cast", () => votes().precommits),
    ...(waiting === undefined
      ? []
      : [
          gauge(
            "finality_grandpa_until_imported_waiting_messages_number",
            "Messages that wait for a block to be imported",
            waiting,
          ),
        ]),
    ...(messages === undefined
      ? []
      : [
          counters(
            "finality_grandpa_communication_gossip_validator_messages",
            ["message", "action"],
            "Gossip messages by kind and by what was done with them",
            messages,
          ),
        ]),
  ];
}
