import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The oldest version that the package is for. */
const oldest = "22.15.0";

/** A Node.js to run the package on. */
export interface NodeVersion {
  readonly version: string;
  /** The folder that its program `node` lies in. */
  readonly folder: string;
}

/** What a program `node` says of its version. @throws Error when it is none */
export function nodeVersion(program: string): NodeVersion {
  const { status, stdout } = spawnSync(program, ["-p", "process.versions.node"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} is no Node.js`);
  return { version: stdout.trim(), folder: dirname(program) };
}

/**
 * The oldest Node.js that the package is for, from the package registry, which has it for Linux and x64.
 * @throws Error with npm's last line when it cannot be had
 */
export function oldestVersion(scratch: string): NodeVersion {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(scratch, "oldest-node");
  mkdirSync(folder, { recursive: true });
  const options = ["--prefix", folder, "--no-audit", "--no-fund", "--no-save"];
  const { status, stderr } = spawnSync("npm", ["install", ...options, `${name}@${oldest}`], { encoding: "utf8" });
  if (status !== 0) throw new Error(`npm install ${name}@${oldest}: ${stderr.trim().split("\n").at(-1)}`);
  return nodeVersion(join(folder, "node_modules", name, "bin", "node"));
}

/** The Node.js that runs npm, when it is too old for the package: this runs on another. */
export function tooOldVersion(): NodeVersion | undefined {
  const program = process.env["npm_node_execpath"];
  if (program === undefined) return undefined;
  const found = nodeVersion(program);
  const [major = 0, minor = 0] = found.version.split(".").map(Number);
  return major < 22 || (major === 22 && minor < 15) ? found : undefined;
}
