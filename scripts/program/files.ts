/** The files outside the project that scripts/test-program.ts is given. */
export interface ProgramFiles {
  /** The original at spec 425 as a program, production build. */
  readonly production: string | undefined;
  /** The same, local build. */
  readonly local: string | undefined;
  /** The local build made 426, with a migration that sets SubtensorModule.SubnetOwnerCut to 9830. */
  readonly next: string | undefined;
  /** The public test network's raw specification. */
  readonly testNetwork: string | undefined;
  /** The folder where npm installed `@acala-network/chopsticks-executor`. */
  readonly chopsticks: string | undefined;
  /** A Python with `bittensor` 11.0.0. */
  readonly python: string | undefined;
  /** Blocks that the test network makes, and random calls of its pallets. */
  readonly blocks: number;
  readonly calls: number;
  /** What random calls follow from. */
  readonly seed: number;
  /** An empty folder for databases, removed at the end. */
  readonly scratch: string;
}

/** @throws Error that names the option when the file was not given */
export function needed(file: string | undefined, option: string): string {
  if (file === undefined) throw new Error(`not shown: give ${option}`);
  return file;
}
