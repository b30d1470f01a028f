import { existsSync, readFileSync, statSync } from "node:fs";
import { type KeyPair, keyPairFromSuri, type Scheme } from "../../../crypto/keypair.ts";
import { fromHex, fromUtf8, utf8 } from "../../../lib/bytes.ts";
import { messageOf, UserError } from "../../../lib/user-error.ts";
import { keystorePassword } from "../../config.ts";
import type { Values } from "../../option.ts";
import type { messageOptions } from "../../options/keys.ts";
import { readStandardInput } from "../../streams.ts";
import { askSecret } from "../../terminal.ts";

/** A secret or key as an argument: the text itself, the file of that name, or typed when there is none. */
export function readUri(argument: string | undefined): string {
  if (argument === undefined) return askSecret("URI: ");
  if (!existsSync(argument) || !statSync(argument).isFile()) return argument;
  return readFileSync(argument, "utf8").trimEnd();
}

/** The password of a secret, asked for when it was said to be. */
export function readPassword(values: Parameters<typeof keystorePassword>[0]): string | undefined {
  return keystorePassword(values, () => askSecret("Key password: "));
}

/**
 * The message to sign or to verify: `--message`, else all of standard input; with `--hex` it is read as hexadecimal.
 * Rust: `sc_cli message_params.rs MessageParams::message_from`.
 */
export function readMessage({ message, hex }: Values<typeof messageOptions>): Uint8Array {
  const raw = message === undefined ? readStandardInput() : utf8(message);
  if (!hex) return raw;
  try {
    return fromHex(fromUtf8(raw));
  } catch {
    throw new UserError(
      "the message is not hexadecimal, as --hex says: an even number of digits and nothing behind them",
    );
  }
}

/** The pair of a secret. @throws UserError that says why there is none. */
export function readPair(scheme: Scheme, secret: string, password: string | undefined): KeyPair {
  try {
    return keyPairFromSuri(scheme, secret, password);
  } catch (error) {
    throw new UserError(`the secret cannot be used: ${messageOf(error)}`);
  }
}
