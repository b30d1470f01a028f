import { isatty } from "node:tty";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { NodeConfig } from "../config.ts";
import { createLog, type NodeLog } from "./log.ts";
import { type Sink, standardSink } from "./sink.ts";

/** A log on standard error, with what its end needs. */
export interface StandardLog extends NodeLog {
  /** Writes what waits, as far as its reader takes it in a short time. */
  flush(): void;
}

/** How long the end of the process waits for a slow reader of the log, ms. */
const lastWait = 300;

/**
 * The log of a process: standard error, and standard output too when only that is a terminal and the line is not about
 * details. Rust: `sc_tracing::logging::prepare_subscriber`
 * @throws UserError for a filter that is no log pattern.
 */
export function openStandardLog({ filters, detailed, color, format }: NodeConfig["log"]): StandardLog {
  const sinks: Sink[] = [standardSink(2)];
  const terminal = isatty(2);
  if (!terminal && isatty(1)) sinks.push(standardSink(1));
  const write = (text: string, level: string): void => {
    const lost = sinks[0]?.takeLost() ?? 0;
    if (lost > 0) log.warn("log", `${lost} lines of the log are lost: it could not take them`);
    const all = level !== "debug" && level !== "trace";
    for (const sink of all ? sinks : sinks.slice(0, 1)) sink.write(text);
  };
  const log = createStandardLog();
  return {
    ...log,
    flush() {
      log.open();
      for (const sink of sinks) sink.flush(lastWait);
    },
  };

  function createStandardLog(): NodeLog {
    try {
      return createLog({ filters, detailed, format, colored: color && terminal, waits: true, write });
    } catch (error) {
      throw new UserError(`--log: ${messageOf(error)}`);
    }
  }
}
