import { fromUtf8Strictly } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerU32, nothing, standsFor, text, u8, viewed } from "./marshal.ts";

/** 0 for errors to 4 for all; one less than the host counts. Rust: `sp_core: lib.rs RuntimeInterfaceLogLevel` */
const level = standsFor(u8, (number) => {
  if (number <= 4) return number + 1;
  throw new Trap(`${number} is no level of a log`);
});

/** The log of the node. Rust: `sp_io: lib.rs Logging` */
export const loggingFunctions: readonly HostFunction[] = [
  /** Writes a line; one that is not UTF-8 is left out. Rust: `sp_io: lib.rs logging::log` */
  hostFunction("logging_log", 1, [level, text, viewed], nothing, (host, depth, target, message) => {
    const line = fromUtf8Strictly(message);
    if (line !== undefined) host.log(depth, target, line);
  }),
  /** The most that the node writes, for any target: 0 for nothing to 5 for all. Rust: `sp_io: lib.rs logging::max_level` */
  hostFunction("logging_max_level", 1, [], answerU32, ({ logLevel }) => logLevel),
];
