/** A published client that the tests run, unmodified, in a Python environment of its own. */
export interface PythonClient {
  readonly name: string;
  /** What pip installs: exact versions of what we name; the rest is what the package asks for. */
  readonly packages: readonly string[];
  /** The script of its session, in this folder. */
  readonly script: string;
}

export const pythonClients: readonly PythonClient[] = [
  { name: "bittensor-10.2.1", packages: ["bittensor==10.2.1"], script: "sdk_10.py" },
  { name: "bittensor-10.5.0", packages: ["bittensor==10.5.0"], script: "sdk_10.py" },
  // The program of 11.0.0 does not run with a newer typer.
  { name: "bittensor-11.0.0", packages: ["bittensor==11.0.0", "typer==0.21.1"], script: "sdk_11.py" },
];
