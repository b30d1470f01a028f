import { DecodeError } from "../codec/io.ts";
import type { DevApi, RanPhase } from "../dev/api.ts";
import { fromHex, isHex, keyToHex, toHex } from "../lib/bytes.ts";
import { decodeHeader } from "../primitives/header.ts";
import { anyJson } from "./dev-context.ts";
import { wrongForm } from "./dev-values.ts";
import { exactly } from "./exact-params.ts";
import { absent, flag, hash, hexBytes, listOf, optional } from "./schema.ts";

type ChainTypes = Awaited<ReturnType<DevApi["types"]>>;

/** What dev_runBlock is asked. */
export const ofRun = {
  includeRaw: optional(flag),
  includeParsed: optional(flag),
  includeBlockDetails: absent("not built: chain_getBlock has the extrinsics, dev_getStorage the events"),
  parent: optional(hash),
  block: exactly({ header: anyJson, extrinsics: listOf(hexBytes) }),
};

/** The number and the digest of a header: encoded, in hex, or as chain_getHeader answers it. @throws RpcError */
export function readHeaderJson(value: unknown): { readonly number: number; readonly digest: readonly Uint8Array[] } {
  if (isHex(value)) {
    try {
      return decodeHeader(fromHex(value));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return wrongForm(`the header cannot be read: ${error.message}`);
    }
  }
  const { number, digest } = (value ?? {}) as { readonly number?: unknown; readonly digest?: unknown };
  const { logs } = (digest ?? {}) as { readonly logs?: unknown };
  const count = typeof number === "string" && /^(0x[0-9a-f]{1,8}|[0-9]{1,10})$/i.test(number) ? Number(number) : number;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || !Array.isArray(logs) || !logs.every(isHex))
    return wrongForm("the header cannot be read: expected it as chain_getHeader answers it, or encoded in hex");
  return { number: count, digest: logs.map(fromHex) };
}

/** Items that every phase writes and nobody reads there: they would be most of the answer. */
const leftOut = ["Events", "ExtrinsicData"];

/** What each phase changed, without the events. */
export function phasesJson(
  types: ChainTypes,
  phases: readonly RanPhase[],
  { includeRaw = true, includeParsed = false }: { readonly includeRaw?: boolean; readonly includeParsed?: boolean },
): object {
  const skipped = leftOut.map((item) => types.storageKey("System", item, []));
  return {
    phases: phases.map(({ phase, changes }) => ({
      phase,
      storageDiff: [...changes]
        .filter(([key]) => !skipped.some((prefix) => key.startsWith(prefix)))
        .map(([key, value]) => ({
          ...(includeRaw ? { raw: { key: keyToHex(key), value: value === undefined ? null : toHex(value) } } : {}),
          ...(includeParsed ? parsed(types, key, value) : {}),
        })),
    })),
  };
}

function parsed(types: ChainTypes, key: string, value: Uint8Array | undefined): object {
  const found = types.describeKey(key);
  if (found === undefined) return {};
  const { pallet: section, item: method, keys } = found;
  const decoded = value === undefined ? null : types.decodeValue(section, method, value);
  return { parsed: { section, method, key: keys, value: decoded } };
}
