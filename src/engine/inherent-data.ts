import type { InherentEntries } from "../chain/engine.ts";
import type { Infer } from "../codec/codec.ts";
import { fromHex, fromUtf8, toHex, utf8 } from "../lib/bytes.ts";
import type { InherentData } from "../primitives/inherent-data.ts";

type InherentDataValue = Infer<typeof InherentData>;

/** Inherent data as the runtime knows it. */
export function inherentData(entries: InherentEntries): InherentDataValue {
  return { data: new Map([...entries].map(([name, value]) => [toHex(utf8(name)), value])) };
}

/** The same as engines tell it. */
export function inherentEntries({ data }: InherentDataValue): InherentEntries {
  return new Map([...data].map(([name, value]) => [fromUtf8(fromHex(name)), value]));
}
