import type { HeaderView } from "../../chain/api.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";

/** A header as the legacy methods give it: the number as hex text, digest items encoded. */
export function headerJson(header: HeaderView): unknown {
  return {
    parentHash: header.parentHash,
    number: `0x${header.number.toString(16)}`,
    stateRoot: header.stateRoot,
    extrinsicsRoot: header.extrinsicsRoot,
    digest: { logs: header.digest.map(toHex) },
  };
}

/** A block with its justifications, engine and bytes as lists of numbers. */
export function blockJson(
  header: HeaderView,
  body: readonly Uint8Array[],
  justifications: readonly (readonly [engine: Hex, bytes: Uint8Array])[] | undefined,
): unknown {
  return {
    block: { header: headerJson(header), extrinsics: body.map(toHex) },
    justifications:
      justifications === undefined || justifications.length === 0
        ? null
        : justifications.map(([engine, bytes]) => [[...fromHex(engine)], [...bytes]]),
  };
}
