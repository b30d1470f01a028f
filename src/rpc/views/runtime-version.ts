import { toHex } from "../../lib/bytes.ts";
import type { RuntimeVersionValue } from "../../primitives/runtime-version.ts";

export type Version = RuntimeVersionValue;

/** As the legacy methods give it: the APIs as pairs, the state version under both of its names. */
export function legacyVersionJson(version: Version): unknown {
  return {
    specName: version.spec_name,
    implName: version.impl_name,
    authoringVersion: version.authoring_version,
    specVersion: version.spec_version,
    implVersion: version.impl_version,
    apis: version.apis.map(([id, number]) => [toHex(id), number]),
    transactionVersion: version.transaction_version,
    systemVersion: version.system_version,
    stateVersion: version.system_version,
  };
}

/** As the chainHead events give it: the APIs as an object. */
export function specVersionJson(version: Version): unknown {
  return {
    type: "valid",
    spec: {
      specName: version.spec_name,
      implName: version.impl_name,
      specVersion: version.spec_version,
      implVersion: version.impl_version,
      apis: Object.fromEntries(version.apis.map(([id, number]) => [toHex(id), number])),
      transactionVersion: version.transaction_version,
    },
  };
}
