import type { Infer } from "../../codec/codec.ts";
import { constants } from "../pallets/system/constants.ts";
import type { Rules } from "../rules.ts";
import type { RuntimeVersion } from "../types/substrate.ts";

export type RuntimeVersionValue = Infer<typeof RuntimeVersion>;

/** The version of the rules with the ids and versions of its runtime APIs. */
export function runtimeVersion(rules: Rules): RuntimeVersionValue {
  return constants.Version.valueOf(rules);
}
