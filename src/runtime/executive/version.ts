import type { Infer } from "../../codec/codec.ts";
import type { RuntimeVersion } from "../../primitives/runtime-version.ts";
import { constants } from "../pallets/system/constants.ts";
import type { Rules } from "../rules.ts";

export type RuntimeVersionValue = Infer<typeof RuntimeVersion>;

/** The version of the rules with the ids and versions of its runtime APIs. */
export function runtimeVersion(rules: Rules): RuntimeVersionValue {
  return constants.Version.valueOf(rules);
}
