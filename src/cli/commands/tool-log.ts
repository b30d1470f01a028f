import { messageOf, UserError } from "../../lib/user-error.ts";
import { createLog, type NodeLog } from "../../node/log/log.ts";
import { type Environment, logConfig } from "../config.ts";
import type { Values } from "../option.ts";
import type { logOptions } from "../options/shared.ts";

/**
 * The log of a command, on standard error, as the log options have it.
 * @param standard filters that come before those of the options.
 * @throws UserError for a filter that is no log pattern.
 */
export function toolLog(
  values: Values<typeof logOptions>,
  environment: Environment,
  standard: readonly string[] = [],
): NodeLog {
  const { filters, detailed, color, format } = logConfig(values, environment);
  try {
    return createLog({
      filters: [...standard, ...filters],
      detailed,
      format,
      colored: color && process.stderr.isTTY,
      write: (line) => void process.stderr.write(line),
    });
  } catch (error) {
    throw new UserError(`--log: ${messageOf(error)}`, 2);
  }
}
