import { bool } from "../../../codec/primitives.ts";
import { blake2_128Concat } from "../../frame/hashers.ts";
import { defineStorage, map } from "../../frame/storage.ts";
import { PrecompileEnum } from "./types.ts";

/** What AdminUtils remembers. */
export const storage = defineStorage("AdminUtils", {
  PrecompileEnable: map([blake2_128Concat(PrecompileEnum)], bool, true, "Whether an EVM precompile is switched on."),
});
