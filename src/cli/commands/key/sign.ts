import type { Values } from "../../option.ts";
import type { keySignOptions } from "../../options/keys.ts";
import { readMessage, readPair, readPassword, readUri } from "./read.ts";

/** `key sign`: prints a message's signature in hex, and nothing behind it. Rust: `sc_cli sign.rs`. */
export function signMessage(values: Values<typeof keySignOptions>): void {
  const message = readMessage(values);
  const pair = readPair(values.scheme, readUri(values.suri), readPassword(values));
  process.stdout.write(pair.sign(message));
}
