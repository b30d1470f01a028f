import {
  type DrandNode,
  type DrandWorker,
  type OfflineDrand,
  startOfflineDrand,
  startPublicDrand,
} from "../engine/native/drand/worker.ts";
import type { NodeConfig } from "./config.ts";

/** What brings pulses of randomness to the chain. */
export interface Drand {
  /** Undefined where this node brings none. */
  readonly drand: DrandWorker | undefined;
  /** The same where it is the chain's own beacon. */
  readonly beacon: OfflineDrand | undefined;
}

/** Starts what the options name. */
export function startDrand({ drand, sealing }: NodeConfig, node: DrandNode): Drand {
  if (drand === "none") return { drand: undefined, beacon: undefined };
  if (drand === "public") return { drand: startPublicDrand(node), beacon: undefined };
  const sparing = drand === "awaited";
  const beacon = startOfflineDrand(node, sealing === "instant" && !sparing, sparing);
  return { drand: beacon, beacon };
}
