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

/**
 * Compares every file of a LevelDB database with its checksums. LevelDB itself reads without doing so, and a damaged
 * block may even stop the process: this comes before it is opened.
 * @throws StorageError when a file cannot be read.
 */
export async function checkLevelFiles(path: string): Promise<LevelFiles> {
  const hasher = await createCRC32(polynomial);
  const checksum = (bytes: Uint8Array): number => {
    const crc = Buffer.from(hasher.init().update(bytes).digest("binary")).readUInt32BE(0);
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  };
  const names = await read(path, () => readdir(path));
  const result = { files: 0, blocks: 0, bytes: 0, damages: [] as LevelDamage[] };
  const take = async (name: string): Promise<Uint8Array> => {
    const file = await read(path, () => readFile(join(path, name)));
    result.files++;
    result.bytes += file.length;
    return file;
  };
  const damage = (text: string, ranges: LevelDamage["ranges"] = []): void => void result.damages.push({ text, ranges });
  const checkLog = async (name: string): Promise<readonly Uint8Array[]> => {
    const { records, damaged } = readLog(await take(name), checksum);
    result.blocks += records.length;
    if (damaged > 0) damage(`the file ${name} has ${damaged} damaged records`);
    return records;
  };

  const manifest = Buffer.from(await take("CURRENT"))
    .toString("latin1")
    .trim();
  if (!names.includes(manifest)) {
    damage(`the file ${manifest || "MANIFEST"} is missing`);
    return result;
  }
  let live: ReturnType<typeof liveFiles>;
  try {
    live = liveFiles(await checkLog(manifest));
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    damage(`the file ${manifest} cannot be read`);
    return result;
  }
  for (const name of names.filter((one) => /^\d+\.log$/.test(one) && Number.parseInt(one, 10) >= live.firstLog).sort())
    await checkLog(name);

  for (const number of [...live.tables].sort((a, b) => a - b)) {
    const digits = String(number).padStart(6, "0");
    const name = [`${digits}.ldb`, `${digits}.sst`].find((one) => names.includes(one));
    if (name === undefined) {
      damage(`the file ${digits}.ldb is missing`);
      continue;
    }
    const file = await take(name);
    const right = ({ offset, size }: BlockPlace): boolean =>
      offset + size + trailerLength <= file.length &&
      checksum(file.subarray(offset, offset + size + 1)) ===
        new DataView(file.buffer, file.byteOffset).getUint32(offset + size + 1, true);
    try {
      const { data, others } = tableBlocks(file, right);
      result.blocks += data.length + others.length;
      const wrong = data.flatMap((block, index) =>
        right(block) ? [] : [{ from: data[index - 1]?.lastKey, to: block.lastKey }],
      );
      const count = wrong.length + others.filter((block) => !right(block)).length;
      if (count > 0)
        damage(
          `${count} of ${data.length + others.length} blocks of the file ${name} do not have their checksum`,
          wrong,
        );
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      damage(`the file ${name} cannot be read: ${messageOf(error)}`);
    }
  }
  return result;
}

async function read<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainLevelError(error, path);
  }
}
