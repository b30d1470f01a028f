import { option, tuple, vec } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { KeyTypeId } from "../types/substrate.ts";

/** SessionKeys. */
export const sessionKeys = runtimeApi("SessionKeys", 1, "Session keys.", {
  generate_session_keys: query("Generate session keys.", { seed: option(bytes) }, bytes),
  decode_session_keys: query("Decode session keys.", { encoded: bytes }, option(vec(tuple(bytes, KeyTypeId)))),
});
