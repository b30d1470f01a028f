import { fromHex, type Hex, isHex, toHex } from "../lib/bytes.ts";
import type { Header } from "./header.ts";

/** Reads a hash as nodes answer it; undefined for anything else. */
export function hashOfJson(value: unknown): Hex | undefined {
  return isHex(value) && value.length === 66 ? toHex(fromHex(value)) : undefined;
}

/** Reads a header as nodes answer it (`chain_getHeader`); undefined for anything else. */
export function headerOfJson(answer: unknown): Header | undefined {
  const { parentHash, number, stateRoot, extrinsicsRoot, digest } = (answer ?? {}) as Record<string, unknown>;
  const logs = (digest as { logs?: unknown } | null | undefined)?.logs;
  const [parent, state, extrinsics] = [parentHash, stateRoot, extrinsicsRoot].map(hashOfJson);
  if (parent === undefined || state === undefined || extrinsics === undefined) return undefined;
  if (typeof number !== "string" || !/^0x[0-9a-f]{1,8}$/.test(number)) return undefined;
  if (!Array.isArray(logs) || !logs.every(isHex)) return undefined;
  return {
    parentHash: parent,
    number: Number(number),
    stateRoot: state,
    extrinsicsRoot: extrinsics,
    digest: logs.map(fromHex),
  };
}
