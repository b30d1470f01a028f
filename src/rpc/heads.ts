import type { ChainApi } from "../chain/api.ts";
import type { Hex } from "../lib/bytes.ts";
import { RawJson } from "./json.ts";
import { createSeries } from "./slices/series.ts";
import type { Turn, Work } from "./slices/work.ts";
import type { Sink, Stop } from "./subscription.ts";
import { headerJson } from "./views/header.ts";

/** One listener on the chain for each kind of head, whoever many subscribe; a header is written as text once. */
export interface Heads {
  subscribe(kind: HeadKind, sink: Sink): Stop;
  /** Called with each new best block. */
  onBest(listener: (hash: Hex) => void): Stop;
  stop(): void;
}

export type HeadKind = "best" | "imported" | "finalized";

/** Headers kept as text: those of the last blocks. */
const kept = 16;

/** Subscribers that are told at once; more of them in turns. */
const fewSinks = 64;

/** @param runner runs what takes turns. */
export function createHeads(
  chain: ChainApi,
  runner: { readonly turn: Turn; background(work: Work<void>): Stop },
): Heads {
  const series = createSeries(runner);
  const sinks: Record<HeadKind, Set<Sink>> = { best: new Set(), imported: new Set(), finalized: new Set() };
  const bestListeners = new Set<(hash: Hex) => void>();
  const texts = new Map<Hex, RawJson>();

  const headText = (hash: Hex): RawJson | undefined => {
    const known = texts.get(hash);
    if (known !== undefined) return known;
    const header = chain.header(hash);
    if (header === undefined) return undefined;
    const text = new RawJson(JSON.stringify(headerJson(header)));
    const oldest = texts.size >= kept ? texts.keys().next().value : undefined;
    if (oldest !== undefined) texts.delete(oldest);
    texts.set(hash, text);
    return text;
  };
  const send = (kind: HeadKind, hash: Hex): void => {
    const { size } = sinks[kind];
    const text = size === 0 ? undefined : headText(hash);
    if (text === undefined) return;
    if (size <= fewSinks && series.idle) {
      for (const sink of sinks[kind]) sink.send(text);
      return;
    }
    const told = [...sinks[kind]];
    series.add(function* tellAll() {
      for (const sink of told) {
        if (runner.turn.over()) yield;
        sink.send(text);
      }
    });
  };
  const stops = [
    chain.events.onImported(({ hash }) => send("imported", hash)),
    chain.events.onBest(({ hash }) => {
      send("best", hash);
      for (const listener of [...bestListeners]) listener(hash);
    }),
    chain.events.onFinalized(({ hashes }) => {
      for (const hash of hashes) send("finalized", hash);
    }),
  ];

  return {
    subscribe(kind, sink) {
      const current = headText(kind === "finalized" ? chain.finalizedHash() : chain.bestHash());
      if (current !== undefined) sink.send(current);
      sinks[kind].add(sink);
      return () => void sinks[kind].delete(sink);
    },
    onBest(listener) {
      bestListeners.add(listener);
      return () => void bestListeners.delete(listener);
    },
    stop: () => {
      series.stop();
      for (const stop of stops) stop();
    },
  };
}
