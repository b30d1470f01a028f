import { UserError } from "../lib/user-error.ts";

/**
 * Sees to it that a chain can run in this Node.js: an older one has no zstd, and fails at the first state file.
 * @param version as `process.versions.node` has it
 * @throws UserError for one that is too old
 */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 23 || (major === 23 && minor >= 8) || (major === 22 && minor >= 15)) return;
  throw new UserError(`Node.js ${version} is too old; install 22.15 or newer`);
}
