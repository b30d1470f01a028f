import { equalBytes, fromUtf8, utf8 } from "../lib/bytes.ts";
import type { KeyValue } from "../storage/kv/key-value.ts";
import { extraKey } from "../storage/layout.ts";
import { type KeptBlock, keptBlockText, readKeptBlock } from "./kept-block.ts";

/** Under which name a fork's database says what it stands on: without that its state is not whole. */
const name = "forked";

/** Notes in the database of a fork which block of which node it stands on. */
export async function noteOrigin(store: Pick<KeyValue, "getSync" | "write">, origin: KeptBlock): Promise<void> {
  const record = utf8(keptBlockText(origin));
  const known = store.getSync(extraKey(name));
  if (known !== undefined && equalBytes(known, record)) return;
  await store.write(new Map([[extraKey(name), record]]), { sync: true });
}

/** What the database of a fork stands on; undefined for one that has its whole state. */
export function originOf(database: { getExtra(name: string): Uint8Array | undefined }): KeptBlock | undefined {
  const record = database.getExtra(name);
  return record === undefined ? undefined : readKeptBlock(fromUtf8(record));
}
