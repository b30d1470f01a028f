import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../contents.ts";
import type { NodeVersion } from "./node-versions.ts";

/** The package, installed from its tarball into a folder with nothing else, on one version of Node.js. */
export interface Installed {
  readonly tarball: string;
  readonly folder: string;
  /** The program that npm links. */
  readonly program: string;
  /** What is added to the environment of what runs. */
  readonly env: { readonly PATH: string };
  readonly node: NodeVersion;
}

/** @throws Error with npm's words, or when npm put other packages beside it */
export function install(tarball: string, folder: string, node: NodeVersion): Installed {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const installed: Installed = {
    tarball,
    folder,
    program: join(folder, "node_modules", ".bin", "subtensor"),
    env: { PATH: `${node.folder}:${process.env["PATH"] ?? ""}` },
    node,
  };
  run(installed, ["npm", "install", "--no-audit", "--no-fund", tarball]);
  const found = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  if (found.join() !== packageName) throw new Error(`npm installed ${found.join(", ")}`);
  return installed;
}

/**
 * Runs a command to its end, in the folder of the installed package unless another is given.
 * @returns what it wrote to its standard output. @throws Error with what it said when it fails or writes a warning
 */
export function run(
  { folder, env }: Installed,
  [command = "", ...args]: readonly string[],
  { cwd = folder }: { readonly cwd?: string } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 120_000,
  });
  if (error !== undefined) throw error;
  if (status !== 0 || /Warning:/.test(stderr))
    throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}
