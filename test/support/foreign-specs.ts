import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Specifications of real networks are not this project's to ship. The folder that SUBTENSOR_CHAINSPECS names, or
 * `../shared/reference/chainspecs` beside the clone, may hold them under the original's file names.
 */
const folder =
  process.env.SUBTENSOR_CHAINSPECS ?? fileURLToPath(new URL("../../../shared/reference/chainspecs", import.meta.url));

/**
 * The JSON text of the test network's raw specification, undefined when the folder lacks it. A test that needs it is
 * skipped then, and this line says so.
 */
export function testFinneySpec(): string | undefined {
  const path = join(folder, "raw_spec_testfinney.json");
  if (existsSync(path)) return readFileSync(path, "utf8");
  console.error(
    `*** NOT TESTED against the test network: ${path} is not there; SUBTENSOR_CHAINSPECS names its folder ***`,
  );
  return undefined;
}
