import { equalBytes, fromUtf8, utf8 } from "../../../../lib/bytes.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";

/** The symbols of tokens by netuid; the first is root's, and of those that have none. */
const symbols = [
  "Τ α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ t υ φ χ ψ ω א ב ג ד ה ו ז ח ט י ך כ ל ם מ ן נ ס ע ף פ ץ צ ק ר",
  "ש ת ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ى ᚠ ᚢ ᚦ ᚨ ᚱ ᚳ Ы ᛉ ᛒ \u1680 ᚁ ᚂ ᚃ ᚄ ᚅ ᚛ ა ბ გ",
  "დ ე ვ Ա Բ Գ Դ Ե Զ ՞ Ѐ Ё Ђ Ѓ Є Ѕ ъ Ⲁ ⲁ Ⲃ ⲃ Ⲅ ⲅ 𑀀 𑀁 𑀂 𑀃 𑀅 න ඳ ප ඵ බ භ Ⰰ Ⰱ Ⰲ Ⰳ Ⰴ Ⰵ Ⰶ Ⰷ Ⰸ Ⰹ Ⰺ Ⰻ Ⰼ Ⰽ Ⰾ Ⰿ",
  "Ⱀ Ⱁ Ⱂ Ⱃ Ⱄ Ⱅ Ⱆ Ⱇ Ⱈ Ⱉ Ⱊ Ⱋ Ⱌ Ⱍ Ⱎ Ⱏ Ⱐ ก ข ฃ ค ฅ ฆ ง จ ฉ ช ซ ฌ ญ ฎ ฏ ฐ ฑ ฒ ณ ด ต ถ ท ธ น บ ป ผ ฝ พ ฟ ภ ม",
  "ย ร ล ว ศ ษ ส ห ฬ อ ฮ ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ አ ኡ ኢ ኣ",
  "ኤ እ ኦ ኧ ወ ዉ ዊ ዋ ዌ ው ዎ ኰ ኱ ኲ ኳ ኴ ኵ ኶ ጐ ጑ ጒ መ ጔ ጕ ጖ अ आ इ ई उ ऊ ऋ ए ऐ ओ औ क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ",
  "ण त थ द ध न प फ ब भ म य र ल व श ष स ह ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ",
  "ミ ム メ モ ヤ ユ ヨ ラ リ ル レ ロ ワ ヲ ン ⴰ ⴱ ⴲ ⴳ ⴴ ⴵ ⴶ ⴷ ⴸ ⴹ ⴺ ⴻ ⴼ ⴽ ⴾ ⴿ ⵀ ⵁ ⵂ ⵃ ⵄ ⵅ ⵆ ⵇ ⵈ ⵉ ⵊ ⵋ ⵌ ⵍ ⵎ ⵏ ⵐ ⵑ ⵒ",
  "ⵓ අ ආ ඉ ඊ උ ඌ ඍ ඎ ඏ ඐ එ ඒ ඓ ඔ ඕ ඖ ක ඛ ග ඝ ඞ ච ඡ ජ ඣ ඤ ට ඥ ඦ ඩ ඨ ඪ ණ ඬ ත ථ ද ධ",
]
  .join(" ")
  .split(" ");

const symbolBytes: readonly Uint8Array[] = symbols.map(utf8);
const defaultSymbol = symbolBytes[0] as Uint8Array;

/**
 * The symbol that is meant for a subnet.
 * Rust: `pallets/subtensor/src/subnets/symbols.rs get_symbol_for_subnet`.
 */
export function getSymbolForSubnet(_state: ReadState, netuid: NetUid): Uint8Array {
  return symbolBytes[netuid] ?? defaultSymbol;
}

/**
 * The symbol of a new subnet: the one meant for it, else the first that is free, else root's.
 * Rust: `pallets/subtensor/src/subnets/symbols.rs get_next_available_symbol`.
 */
export function getNextAvailableSymbol(state: ReadState, netuid: NetUid): Uint8Array {
  const used = new Set([...storage.TokenSymbol.entries(state)].map(([, symbol]) => fromUtf8(symbol)));
  const own = getSymbolForSubnet(state, netuid);
  if (!used.has(fromUtf8(own))) return own;
  return symbolBytes[symbols.findIndex((symbol, i) => i > 0 && !used.has(symbol))] ?? defaultSymbol;
}

/**
 * @throws SymbolDoesNotExist
 * Rust: `pallets/subtensor/src/subnets/symbols.rs ensure_symbol_exists`.
 */
export function ensureSymbolExists(symbol: Uint8Array): void {
  ensure(
    symbolBytes.some((one, i) => i > 0 && equalBytes(one, symbol)),
    errors.SymbolDoesNotExist,
  );
}

/**
 * @throws SymbolAlreadyInUse
 * Rust: `pallets/subtensor/src/subnets/symbols.rs ensure_symbol_available`.
 */
export function ensureSymbolAvailable(state: ReadState, symbol: Uint8Array): void {
  for (const [, used] of storage.TokenSymbol.entries(state))
    ensure(!equalBytes(used, symbol), errors.SymbolAlreadyInUse);
}
