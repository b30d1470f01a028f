/** A published test suite of the original's ts-tests that runs against this node: an environment of its moonwall.config.json. */
export interface Suite {
  /** The environment's name; a word of the command line finds it. */
  readonly name: string;
  /** The build that the original's own runs of it take, as options of this node. */
  readonly build: readonly string[];
}

/** Left out: zombienet_evm, which needs the EVM, and the smoke tests, which ask the main network. */
export const tsSuites: readonly Suite[] = [
  { name: "dev", build: [] },
  { name: "zombienet_shield", build: [] },
  { name: "zombienet_staking", build: ["--fast-runtime"] },
  { name: "zombienet_coldkey_swap", build: ["--fast-runtime"] },
  { name: "zombienet_subnets", build: ["--fast-runtime"] },
];
