import { parentPort, workerData } from "node:worker_threads";
import { newCoverage } from "./coverage.ts";
import { runEpisode } from "./episode.ts";
import { doWork } from "./faucet-work.ts";
import { prepareChain } from "./prepare.ts";

/** What a worker is told: every so many-th episode is its own. */
export interface Task {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly episodes: number;
  readonly length: number;
}

const { seed, first, step, episodes, length } = workerData as Task;
const chain = prepareChain();
const start = { chain, work: doWork(chain) };
for (let episode = first; episode < episodes; episode += step) {
  chain.watch.coverage = newCoverage();
  const failure = runEpisode(start, { seed, episode, length });
  parentPort?.postMessage({ coverage: chain.watch.coverage, failure });
}
