import type { HeaderView } from "../../chain/api.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { hexTexts, listParts } from "../json-parts.ts";

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

/** The JSON parts of a block with its justifications, engine and bytes as lists of numbers. */
export function* blockParts(
  header: HeaderView,
  body: readonly Uint8Array[],
  justifications: readonly (readonly [engine: Hex, bytes: Uint8Array])[] | undefined,
): Generator<string | undefined> {
  yield `{"block":{"header":${JSON.stringify(headerJson(header))},"extrinsics":`;
  yield* listParts(hexTexts(body));
  yield '},"justifications":';
  if (justifications === undefined || justifications.length === 0) yield "null";
  else {
    yield JSON.stringify(justifications.map(([engine, bytes]) => [[...fromHex(engine)], [...bytes]]));
  }
  yield "}";
}
