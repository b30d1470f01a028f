import { type Hex, keyToHex, prefixEnd } from "../../lib/bytes.ts";
import { decodeGap, type Gap } from "../blocks/gap.ts";
import { decodePointers, type Pointers } from "../blocks/pointers.ts";
import { describe } from "../chain-record.ts";
import { RecordError, StorageError } from "../errors.ts";
import type { KeyValue, StoreKey } from "../kv/key-value.ts";
import { checkLevelFiles, type LevelDamage, levelInUse } from "../kv/level-files.ts";
import { levelKeyValue } from "../kv/level-key-value.ts";
import { stateSpaces } from "../kv/state-spaces.ts";
import {
  contents,
  gapKey,
  intakeKey,
  modesKey,
  pendingChangesKey,
  pointersKey,
  prefixes,
  spacesKey,
  versionKey,
} from "../layout.ts";
import { storedVersion } from "../layout-version.ts";
import { decodeModes } from "../pruning.ts";
import { storeBatch } from "../store-batch.ts";
import { counted, createFindings, type Findings, type VerifyReport } from "./report.ts";
import { type RewriteBody, readHeader, verifyBlocks } from "./verify-blocks.ts";
import { verifyHistory } from "./verify-history.ts";
import { createIndexCheck } from "./verify-index.ts";
import { verifyLeft } from "./verify-left.ts";
import { verifyState } from "./verify-state.ts";

export interface VerifyOptions {
  /** Mend what follows from what is right: nodes of tries from values, indexes from blocks. */
  readonly repair?: boolean;
  /** What the runtime makes of bodies whose bytes do not have the root of their header. */
  readonly rewrite?: RewriteBody;
}

/**
 * Checks a database that is not open, which may be one that does not open. First the checksums of its files: when one
 * is wrong nothing else is looked at, since LevelDB cannot be trusted with it. Then everything that is stored.
 * @throws StorageError when the directory cannot be used at all, or another process uses it.
 */
export async function verifyDatabase(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const used = await levelInUse(path);
  if (used !== undefined) throw used;
  const { files, blocks, bytes, damages } = await checkLevelFiles(path);
  const checked = `checksums of ${counted(files, "file")} (${counted(blocks, "piece")}, ${(bytes / 1e6).toFixed(1)} MB)`;
  if (damages.length > 0) return { problems: damages.map(damageLine), mendable: 0, repaired: [], checked: [checked] };
  const store = await levelKeyValue(path);
  try {
    const report = await verifyStore(store, options);
    return { ...report, checked: [checked, ...report.checked] };
  } finally {
    await store.close();
  }
}

/** A damage with what lies there, by the first letters of the keys. */
function damageLine({ text, ranges }: LevelDamage): string {
  const letters = Object.keys(contents);
  const touched = letters.filter((letter) =>
    ranges.some(({ from = "", to }) => letter >= from.slice(0, 1) && letter < to),
  );
  const names = new Set(touched.map((letter) => contents[letter]));
  return names.size === 0 ? text : `${text}: there lie ${[...names].join(", ")}`;
}

/** Checks everything in a store that is open. */
export async function verifyStore(whole: KeyValue, options: VerifyOptions = {}): Promise<VerifyReport> {
  const store = stateSpaces(whole).current;
  const batch = options.repair ? storeBatch(store) : undefined;
  const { findings, report } = createFindings(batch);
  const pointers = readFront(store, findings);
  if (pointers !== undefined) {
    const rewrite: RewriteBody = options.rewrite ?? (async () => undefined);
    await verifyBlocks(store, pointers, readGap(store, findings), findings, rewrite);
    const dying = await verifyLeft(store, pointers, findings);
    await verifyStates(store, pointers, dying, findings);
  }
  await verifyRest(store, findings);
  if (batch !== undefined && batch.changes.size > 0) await store.write(batch.changes, { sync: true });
  return report();
}

async function verifyStates(
  store: KeyValue,
  pointers: Pointers,
  dying: ReadonlySet<Hex>,
  findings: Findings,
): Promise<void> {
  const { finalized } = pointers;
  const header = readHeader(store, finalized.hash);
  if (typeof header === "string") {
    findings.problem(`${describe(finalized)}, the last final one: ${header}; its state cannot be checked`);
    return;
  }
  const tries = await verifyState(store, { ...header, ...finalized }, findings);
  if (tries === undefined) {
    findings.problem("older states follow from these values: they cannot be checked");
    return;
  }
  await verifyHistory(store, pointers, tries, dying, findings, createIndexCheck(store, pointers, findings));
}

/** The records that stand for the whole database; undefined when the chain cannot be found. */
function readFront(store: KeyValue, findings: Findings): Pointers | undefined {
  try {
    if (storedVersion(store) === undefined) findings.problem("the layout's version is missing");
    const modes = store.getSync(modesKey);
    if (modes !== undefined) decodeModes(modes);
    const pending = store.getSync(pendingChangesKey);
    if (pending !== undefined && pending.length % 4 !== 0)
      findings.problem("the list of voters' changes to come is damaged");
    const record = store.getSync(pointersKey);
    if (record !== undefined) return decodePointers(record);
    findings.problem("the database does not say which block is best");
  } catch (error) {
    if (!(error instanceof StorageError) || error.problem === "foreign") throw error;
    findings.problem(error.message);
  }
  return undefined;
}

/** The blocks that are missing under a state that was taken in. */
function readGap(store: KeyValue, findings: Findings): Gap | undefined {
  const record = store.getSync(gapKey);
  try {
    return record === undefined ? undefined : decodeGap(record);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    findings.problem(error.message);
    return undefined;
  }
}

/** Reads what others keep, and looks for keys that nothing ever writes. */
async function verifyRest(store: KeyValue, findings: Findings): Promise<void> {
  let extras = 0;
  for await (const _ of store.iterate(prefixes.extra, prefixEnd(prefixes.extra))) extras++;
  findings.checked(counted(extras, "other record"));
  const single: readonly StoreKey[] = [
    versionKey,
    modesKey,
    pointersKey,
    pendingChangesKey,
    spacesKey,
    gapKey,
    intakeKey,
  ];
  let unknown = 0;
  let first: StoreKey | undefined;
  let from: StoreKey = "";
  for (const letter of [...Object.keys(contents), undefined].sort()) {
    for await (const [key] of store.iterate(from, letter)) {
      unknown++;
      first ??= key;
    }
    if (letter === undefined) break;
    if (single.includes(letter)) {
      for await (const [key] of store.iterate(letter, prefixEnd(letter))) {
        if (key === letter) continue;
        unknown++;
        first ??= key;
      }
    }
    from = prefixEnd(letter) as StoreKey;
  }
  if (first !== undefined)
    findings.problem(
      `${counted(unknown, "key")} that nothing of the layout writes, such as ${keyToHex(first).slice(0, 80)}`,
    );
}
