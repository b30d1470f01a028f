/** A published client that the tests run, unmodified, in a Python environment of its own. */
export interface PythonClient {
  readonly name: string;
  /** What pip installs: exact versions of what we name; the rest is what the package asks for. */
  readonly packages: readonly string[];
  /** The Python module of its session, in this folder. */
  readonly session: string;
  /** What the session gets after the node's address. */
  readonly parameters?: readonly string[];
  /** Whether the suite of examples/pytest runs with it, by the pytest plugin of this project. */
  readonly suite?: boolean;
}

/** The longest first: they run side by side. */
export const pythonClients: readonly PythonClient[] = [
  { name: "bittensor-cli-9.23.2", packages: ["bittensor-cli==9.23.2"], session: "btcli.session" },
  // The program of 11.0.0 does not run with a newer typer.
  {
    name: "bittensor-11.0.0",
    packages: ["bittensor==11.0.0", "typer==0.21.1", "pytest==9.2.0"],
    session: "sdk_11.session",
    suite: true,
  },
  {
    name: "bittensor-10.5.0",
    packages: ["bittensor==10.5.0", "pytest==9.2.0"],
    session: "sdk_10.session",
    suite: true,
  },
  // Older than these rules: from a connection to a paid miner.
  { name: "bittensor-10.2.1", packages: ["bittensor==10.2.1"], session: "sdk_10.session", parameters: ["short"] },
];
