import { equalBytes, fromUtf8, utf8 } from "../lib/bytes.ts";
import type { KeyValue } from "../storage/kv/key-value.ts";
import { extraKey } from "../storage/layout.ts";
import { type KeptBlock, keptBlockText, readKeptBlock } from "./kept-block.ts";

/** Where a fork's database says what it stands on: without that its state is not whole. */
const key = extraKey("forked");

/** Notes in the database of a fork which block of which node it stands on. */
export async function noteOrigin(store: Pick<KeyValue, "getSync" | "write">, origin: KeptBlock): Promise<void> {
  const record = utf8(keptBlockText(origin));
  const known = store.getSync(key);
  if (known === undefined || !equalBytes(known, record)) await store.write(new Map([[key, record]]), { sync: true });
}

/** What the database of a fork stands on; undefined for one that has its whole state. */
export function originOf(store: Pick<KeyValue, "getSync">): KeptBlock | undefined {
  const record = store.getSync(key);
  return record === undefined ? undefined : readKeptBlock(fromUtf8(record));
}
