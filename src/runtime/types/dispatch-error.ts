import { as } from "../../codec/codec.ts";
import { enumeration, names, struct } from "../../codec/composites.ts";
import { fixedHex, u8 } from "../../codec/primitives.ts";

export const ModuleError = struct("sp_runtime::ModuleError", {
  index: u8,
  error: as("[u8; MAX_MODULE_ERROR_ENCODED_SIZE]", fixedHex(4)),
});

export const TokenError = names("sp_runtime::TokenError", [
  "FundsUnavailable",
  "OnlyProvider",
  "BelowMinimum",
  "CannotCreate",
  "UnknownAsset",
  "Frozen",
  "Unsupported",
  "CannotCreateHold",
  "NotExpendable",
  "Blocked",
]);

export const ArithmeticError = names("sp_arithmetic::ArithmeticError", ["Underflow", "Overflow", "DivisionByZero"]);

export const TransactionalError = names("sp_runtime::TransactionalError", ["LimitReached", "NoLayer"]);

export const TrieError = names("sp_runtime::proving_trie::TrieError", [
  "InvalidStateRoot",
  "IncompleteDatabase",
  "ValueAtIncompleteKey",
  "DecoderError",
  "InvalidHash",
  "DuplicateKey",
  "ExtraneousNode",
  "ExtraneousValue",
  "ExtraneousHashReference",
  "InvalidChildReference",
  "ValueMismatch",
  "IncompleteProof",
  "RootMismatch",
  "DecodeError",
]);

/** Why a call failed. Rust: `sp_runtime::DispatchError`. */
export const DispatchError = enumeration("sp_runtime::DispatchError", {
  Other: "unit",
  CannotLookup: "unit",
  BadOrigin: "unit",
  Module: as("ModuleError", ModuleError),
  ConsumerRemaining: "unit",
  NoProviders: "unit",
  TooManyConsumers: "unit",
  Token: as("TokenError", TokenError),
  Arithmetic: as("ArithmeticError", ArithmeticError),
  Transactional: as("TransactionalError", TransactionalError),
  Exhausted: "unit",
  Corruption: "unit",
  Unavailable: "unit",
  RootNotAllowed: "unit",
  Trie: as("TrieError", TrieError),
});
