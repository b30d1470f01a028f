import { fromUtf8Strictly, toHex } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerOptionalBytes, bytes, nothing, u64, viewed } from "./marshal.ts";

/** The level and the target of what programs print. Rust: `log::debug!(target: "runtime", ..)` */
const debug = [4, "runtime"] as const;

/** Digits without 0x; of long bytes the first and the last 512. Rust: `sp_core: hexdisplay.rs HexDisplay` */
function hexLine(data: Uint8Array): string {
  const digits = toHex(data).slice(2);
  return data.length < 1027 ? digits : `${digits.slice(0, 1024)}...${digits.slice(-1024)}`;
}

/** Printing, and the version of another program. Rust: `sp_io: lib.rs Misc` */
export const miscFunctions: readonly HostFunction[] = [
  /** Rust: `sp_io: lib.rs misc::print_num` */
  hostFunction("misc_print_num", 1, [u64], nothing, (host, value) => host.log(...debug, value.toString())),
  /** Bytes that are not UTF-8 are left out. Rust: `sp_io: lib.rs misc::print_utf8` */
  hostFunction("misc_print_utf8", 1, [viewed], nothing, (host, data) => {
    const line = fromUtf8Strictly(data);
    if (line !== undefined) host.log(...debug, line);
  }),
  /** Rust: `sp_io: lib.rs misc::print_hex` */
  hostFunction("misc_print_hex", 1, [viewed], nothing, (host, data) => host.log(...debug, hexLine(data))),
  /**
   * The encoded version of a program, unpacked or not, none when it has none: what `System.set_code` checks.
   * Rust: `sp_io: lib.rs misc::runtime_version`
   */
  hostFunction("misc_runtime_version", 1, [bytes], answerOptionalBytes, (host, code) => {
    if (host.versionOf === undefined) throw new Trap("this call cannot read the version of a program");
    return host.versionOf(code);
  }),
];
