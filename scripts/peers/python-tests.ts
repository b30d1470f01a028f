import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, pytestOutcomes } from "./outcomes.ts";
import { runCommand, writeProgram } from "./run-command.ts";

/**
 * Runs a file of end-to-end tests in Python: its fixture starts our localnet by the script that the variable names.
 * @param folder the checkout of the SDK or of btcli
 * @param scratch a directory for what the run leaves
 */
export async function runPythonFile(folder: string, file: string, scratch: string): Promise<Outcome[]> {
  const report = join(scratch, "report.xml");
  rmSync(report, { force: true });
  const localnet = join(scratch, "localnet.sh");
  // The argument of the original's script: False makes blocks every 12 s.
  const build = '$([ "$1" = False ] && echo --pow-faucet || echo --fast-runtime)';
  writeProgram(localnet, `--dev --one --tmp --rpc-port 9944 --drand offline ${build}`);
  const env = { LOCALNET_SH_PATH: localnet, USE_DOCKER: "0", HOME: join(scratch, "home"), NO_CACHE: "1" };
  mkdirSync(env.HOME, { recursive: true });
  const args = ["-m", "pytest", "-q", `--junitxml=${report}`, join("tests", "e2e_tests", file)];
  await runCommand(process.env.PYTHON ?? "python3", args, { cwd: folder, env });
  return pytestOutcomes(report);
}
