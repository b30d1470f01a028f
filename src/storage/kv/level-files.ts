import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createCRC32 } from "hash-wasm";
import { Level } from "level";
import { messageOf } from "../../lib/user-error.ts";
import { RecordError, type StorageError } from "../errors.ts";
import { explainLevelError } from "./level-errors.ts";
import { readLog } from "./level-log.ts";
import { type BlockPlace, liveFiles, tableBlocks, trailerLength } from "./level-table.ts";

/** What the checksums of a LevelDB directory say. */
export interface LevelFiles {
  readonly files: number;
  readonly blocks: number;
  readonly bytes: number;
  readonly damages: readonly LevelDamage[];
}

export interface LevelDamage {
  /** One line without a full stop. */
  readonly text: string;
  /** Between which keys lies what cannot be trusted: after `from` (undefined: the first) up to `to`. */
  readonly ranges: readonly { readonly from: string | undefined; readonly to: string }[];
}

/** CRC-32C. */
const polynomial = 0x82f63b78;

/**
 * The error of a database that another process uses; undefined when nobody does. Nothing in it is changed.
 * @throws StorageError when the directory cannot be used at all.
 */
export async function levelInUse(path: string): Promise<StorageError | undefined> {
  if (!existsSync(join(path, "CURRENT"))) return undefined;
  const level = new Level(path);
  try {
    // LevelDB takes the lock first, then finds that there is a database, and stops.
    await level.open({ errorIfExists: true });
    await level.close();
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Error && /error_if_exists/.test(error.cause.message))
      return undefined;
    const explained = explainLevelError(error, path);
    if (explained.problem !== "locked") throw explained;
    return explained;
  }
  return undefined;
}

/** A check under way. */
interface Check {
  readonly path: string;
  readonly names: readonly string[];
  readonly result: { files: number; blocks: number; bytes: number; damages: LevelDamage[] };
  /** The checksum of bytes as LevelDB writes it. */
  checksum(bytes: Uint8Array): number;
}

async function startCheck(path: string): Promise<Check> {
  const hasher = await createCRC32(polynomial);
  return {
    path,
    names: await read(path, () => readdir(path)),
    result: { files: 0, blocks: 0, bytes: 0, damages: [] },
    checksum: (bytes) => {
      const crc = Buffer.from(hasher.init().update(bytes).digest("binary")).readUInt32BE(0);
      return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
    },
  };
}

/**
 * Compares the logs and the manifest of a LevelDB database with their checksums. LevelDB itself leaves damaged records
 * out when it opens, as if they had never been written: what came after them would lie on what is not there.
 * @throws StorageError when a file cannot be read.
 */
export async function checkLevelLogs(path: string): Promise<LevelFiles> {
  const check = await startCheck(path);
  await checkLogs(check);
  return check.result;
}

/**
 * Compares every file of a LevelDB database with its checksums. LevelDB itself reads tables without doing so, and a
 * damaged block may even stop the process: this comes before it is opened.
 * @throws StorageError when a file cannot be read.
 */
export async function checkLevelFiles(path: string): Promise<LevelFiles> {
  const check = await startCheck(path);
  const tables = await checkLogs(check);
  for (const number of [...tables].sort((a, b) => a - b)) await checkTable(check, number);
  return check.result;
}

async function take({ path, result }: Check, name: string): Promise<Uint8Array> {
  const file = await read(path, () => readFile(join(path, name)));
  result.files++;
  result.bytes += file.length;
  return file;
}

async function checkLog(check: Check, name: string): Promise<readonly Uint8Array[]> {
  const { records, damaged } = readLog(await take(check, name), check.checksum);
  check.result.blocks += records.length;
  if (damaged > 0)
    check.result.damages.push({
      text: `the file ${name} has ${damaged} damaged ${damaged === 1 ? "record" : "records"}`,
      ranges: [],
    });
  return records;
}

/** Checks the manifest and the logs. @returns the numbers of the tables that the manifest names. */
async function checkLogs(check: Check): Promise<ReadonlySet<number>> {
  const { names, result } = check;
  const damage = (text: string): void => void result.damages.push({ text, ranges: [] });
  const manifest = Buffer.from(await take(check, "CURRENT"))
    .toString("latin1")
    .trim();
  if (!names.includes(manifest)) {
    damage(`the file ${manifest || "MANIFEST"} is missing`);
    return new Set();
  }
  let live: ReturnType<typeof liveFiles>;
  try {
    live = liveFiles(await checkLog(check, manifest));
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    damage(`the file ${manifest} cannot be read`);
    return new Set();
  }
  for (const name of names.filter((one) => /^\d+\.log$/.test(one) && Number.parseInt(one, 10) >= live.firstLog).sort())
    await checkLog(check, name);
  return live.tables;
}

async function checkTable(check: Check, number: number): Promise<void> {
  const { names, result, checksum } = check;
  const damage = (text: string, ranges: LevelDamage["ranges"] = []): void => void result.damages.push({ text, ranges });
  const digits = String(number).padStart(6, "0");
  const name = [`${digits}.ldb`, `${digits}.sst`].find((one) => names.includes(one));
  if (name === undefined) return damage(`the file ${digits}.ldb is missing`);
  const file = await take(check, name);
  const right = ({ offset, size }: BlockPlace): boolean =>
    offset + size + trailerLength <= file.length &&
    checksum(file.subarray(offset, offset + size + 1)) ===
      new DataView(file.buffer, file.byteOffset).getUint32(offset + size + 1, true);
  try {
    const { data, others } = tableBlocks(file, right);
    const blocks = data.length + others.length;
    result.blocks += blocks;
    const wrong = data.flatMap((block, index) =>
      right(block) ? [] : [{ from: data[index - 1]?.lastKey, to: block.lastKey }],
    );
    const count = wrong.length + others.filter((block) => !right(block)).length;
    if (count > 0) damage(`${count} of ${blocks} blocks of the file ${name} do not have their checksum`, wrong);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    damage(`the file ${name} cannot be read: ${messageOf(error)}`);
  }
}

async function read<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainLevelError(error, path);
  }
}
