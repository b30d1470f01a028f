import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Outcome, pytestOutcomes } from "./outcomes.ts";
import { runCommand, writeProgram } from "./run-command.ts";

/** A plugin of pytest that ends the process with the tests: what btcli's fixture leaves open keeps it for ever. */
const plugin = `import os, pytest

@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    os._exit(0)
`;

/**
 * Runs a file of end-to-end tests in Python: its fixture starts our localnet by the script that the variable names.
 * @param folder the checkout of the SDK or of btcli
 * @param scratch a directory for what the run leaves
 */
export async function runPythonFile(folder: string, file: string, scratch: string): Promise<Outcome[]> {
  const report = join(scratch, "report.xml");
  rmSync(report, { force: true });
  writeFileSync(join(scratch, "ends_with_tests.py"), plugin);
  const localnet = join(scratch, "localnet.sh");
  // btcli asks the second authority, the SDK the first one; here one node is all of them.
  const conftest = readFileSync(join(folder, "tests", "e2e_tests", "conftest.py"), "utf8");
  const port = conftest.includes("ws://127.0.0.1:9945") ? 9945 : 9944;
  // The argument of the original's script: False makes blocks every 12 s. Its log is on the standard output.
  const build = '$([ "$1" = False ] && echo --pow-faucet || echo --fast-runtime)';
  writeProgram(localnet, `--dev --one --tmp --rpc-port ${port} --drand offline ${build} 2>&1`);
  const env = {
    ...{ LOCALNET_SH_PATH: localnet, USE_DOCKER: "0", HOME: join(scratch, "home"), NO_CACHE: "1" },
    PYTHONPATH: [scratch, process.env.PYTHONPATH ?? ""].filter(Boolean).join(delimiter),
  };
  mkdirSync(env.HOME, { recursive: true });
  const options = ["-q", "-p", "ends_with_tests", `--junitxml=${report}`];
  const args = ["-m", "pytest", ...options, join("tests", "e2e_tests", file)];
  await runCommand(process.env.PYTHON ?? "python3", args, { cwd: folder, env });
  return pytestOutcomes(report);
}
