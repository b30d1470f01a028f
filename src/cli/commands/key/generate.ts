import { utilCrypto } from "../../../crypto/util-crypto.ts";
import { UserError } from "../../../lib/user-error.ts";
import type { Values } from "../../option.ts";
import type { keyGenerateOptions } from "../../options/commands.ts";
import { networkOf } from "./address.ts";
import { readPair, readPassword } from "./read.ts";
import { secretText } from "./show.ts";

const lengths = [12, 15, 18, 21, 24] as const;

/** `key generate`: makes a new phrase and shows its key. Rust: `sc_cli generate.rs`. */
export function generateKey(values: Values<typeof keyGenerateOptions>): void {
  const words = lengths.find((length) => length === values.words);
  if (words === undefined) throw new UserError(`--words ${values.words}: a phrase has ${lengths.join(", ")} words`, 2);
  const network = networkOf(values.network);
  const phrase = utilCrypto("mnemonic").mnemonicGenerate(words);
  const pair = readPair(values.scheme, phrase, readPassword(values));
  console.log(secretText(phrase, pair, network, values.outputType));
}
