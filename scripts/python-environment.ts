// Makes the virtual environments of the Python clients, from the package index, and keeps them.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../src/lib/user-error.ts";
import type { PythonClient } from "../test/clients/clients.ts";
import { runCommand } from "../test/support/run-command.ts";

const folder = fileURLToPath(new URL("../.cache/venvs", import.meta.url));
const pluginFolder = fileURLToPath(new URL("../python", import.meta.url));

/** What pip and its connections say when no index answers, in contrast to an index that refuses. */
const unreachable =
  /Failed to establish a new connection|NewConnectionError|NameResolutionError|Temporary failure in name resolution|Max retries exceeded|Network is unreachable|ReadTimeoutError|ConnectTimeoutError|Connection (?:refused|reset|aborted|timed out)|Cannot connect to proxy|Tunnel connection failed|ProxyError/;

/** Thrown when packages are missing and the index cannot be reached. */
export class IndexUnreachable extends Error {
  override name = "IndexUnreachable";
}

/**
 * The Python of a client's virtual environment, which is made and filled when it is missing or holds other packages. It is kept between runs.
 * @throws IndexUnreachable; UserError when there is no Python or pip fails for another reason.
 */
export async function pythonOf({ name, packages }: PythonClient): Promise<string> {
  const environment = join(folder, name);
  const python = join(environment, "bin", "python");
  const stamp = join(environment, "packages.json");
  const wanted = JSON.stringify(packages);
  if (existsSync(stamp) && existsSync(python) && readFileSync(stamp, "utf8") === wanted) return python;

  console.log(`installing ${packages.join(" and ")} from the package index`);
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = await runCommand("python3", ["-m", "venv", environment]).catch(() => undefined);
  if (made?.code !== 0)
    throw new UserError("python3 -m venv does not work here: install Python 3.10 to 3.13 with its venv module");
  try {
    await pipInstall(python, packages);
  } catch (error) {
    rmSync(environment, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(stamp, wanted);
  return python;
}

/**
 * Installs packages, by their names or from a folder.
 * @throws IndexUnreachable; UserError when pip fails for another reason.
 */
async function pipInstall(python: string, packages: readonly string[]): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "15"];
  const { code, stderr } = await runCommand(python, [...pip, ...packages], { within: 300_000 });
  if (code === 0) return;
  const reason = stderr.split("\n").find((line) => unreachable.test(line));
  if (reason !== undefined) throw new IndexUnreachable(reason.trim());
  throw new UserError(`pip cannot install ${packages.join(" ")}: ${lastLine(stderr)}`);
}

/** Installs the pytest plugin of this project, as it is now. @throws IndexUnreachable, UserError */
export async function installPlugin(python: string): Promise<void> {
  // pip builds in the folder that it installs from.
  const copy = mkdtempSync(join(tmpdir(), "subtensor-plugin-"));
  try {
    cpSync(pluginFolder, copy, { recursive: true });
    await pipInstall(python, ["--force-reinstall", "--no-deps", copy]);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
