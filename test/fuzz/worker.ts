import { parentPort, workerData } from "node:worker_threads";
import { programBeside } from "./beside.ts";
import { type Coverage, newCoverage } from "./coverage.ts";
import { type Ending, runEpisode } from "./episode.ts";
import { doWork } from "./faucet-work.ts";
import { prepareChain } from "./prepare.ts";

/** What a worker is told: every so many-th episode is its own. */
export interface Task {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly episodes: number;
  readonly length: number;
  readonly trace: boolean;
  /** A file with the original's rules of the local build as a program, which executes each block again. */
  readonly program: string | undefined;
}

/** What it tells after each episode. */
export interface Told extends Ending {
  readonly coverage: Coverage;
  readonly episode: number;
}

const { seed, first, step, episodes, length, trace, program } = workerData as Task;
const prepared = prepareChain();
const chain = { ...prepared, beside: program === undefined ? undefined : programBeside(program) };
const start = { chain, work: doWork(chain) };
for (let episode = first; episode < episodes; episode += step) {
  chain.watch.coverage = newCoverage();
  const ending = runEpisode(start, { seed, episode, length, trace });
  parentPort?.postMessage({ coverage: chain.watch.coverage, episode, ...ending } satisfies Told);
}
