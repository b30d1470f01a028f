/** A published test suite that runs against this node, and what of it cannot pass here. */
export interface Suite {
  readonly name: string;
  /** Folder in the checkout. */
  readonly folder: string;
  /** Arguments of the node that it runs against; absent: the suite starts its own. */
  readonly node?: readonly string[];
}

/** A test that does not pass, and why that is no fault of this node. */
export interface Reason {
  /** Matches the path and name of the test. */
  readonly test: RegExp;
  readonly why: string;
}

const lone = ["--dev", "--one", "--fast-runtime", "--tmp"];

/** `ts-tests` of the original. Those for zombienet run against one node: every connection leads there. */
export const tsSuites: readonly Suite[] = [
  { name: "dev", folder: "suites/dev" },
  ...["staking", "coldkey_swap", "subnets"].map((name) => ({ name, folder: `suites/zombienet_${name}`, node: lone })),
  // It refuses a chain whose blocks take less than six seconds.
  { name: "shield", folder: "suites/zombienet_shield", node: ["--dev", "--one", "--tmp"] },
];

export const tsReasons: readonly Reason[] = [
  { test: /shield.*scaling/i, why: "waits for six peers: the suite runs against one node here" },
  { test: /zombienet_evm/, why: "needs the EVM, which is not built" },
];

/** End-to-end tests of the SDK (`bittensor`) and of btcli: pytest, with a localnet that the suite starts. */
export const pythonReasons: readonly Reason[] = [
  { test: /test_(dendrite|axon)/, why: "asks a service in the internet for this machine's address" },
  { test: /cross_subtensor_compatibility/, why: "compares with the test network" },
  { test: /test_liquidity|test_senate/, why: "of rules older than 425: the call is gone" },
];
