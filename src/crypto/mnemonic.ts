import { utf8 } from "../lib/bytes.ts";
import { wasmBytes, wasmFlag, wasmText } from "./wasm.ts";

/** How many words a phrase may have. */
export const phraseLengths = [12, 15, 18, 21, 24] as const;

/** A fresh phrase of English words (BIP-39). @throws RangeError for another number of words. */
export function newPhrase(words: number): string {
  if (!phraseLengths.some((length) => length === words)) {
    throw new RangeError(`a phrase has ${phraseLengths.join(", ")} words`);
  }
  return wasmText("ext_bip39_generate", words);
}

/** The 32-byte seed of a phrase, the Substrate way (from its entropy). @throws RangeError when it is no phrase. */
export function phraseToSeed(phrase: string, password: string): Uint8Array {
  const bytes = utf8(phrase);
  if (!wasmFlag("ext_bip39_validate", bytes)) {
    throw new RangeError("not a phrase: a word is not in the BIP-39 list, or the words do not fit together");
  }
  return wasmBytes("ext_bip39_to_mini_secret", bytes, utf8(password));
}
