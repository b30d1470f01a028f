import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Level } from "level";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLevelFiles, levelInUse } from "./level-files.ts";
import { levelKeyValue } from "./level-key-value.ts";
import { expandSnappy } from "./snappy.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-files-"));
const path = join(root, "db");
afterAll(() => rmSync(root, { recursive: true }));

const keyOf = (number: number): Buffer => Buffer.from(`key ${String(number).padStart(5, "0")}`);
const namesOf = (folder: string, kind: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => kind.test(name))
    .sort();

/** A copy with one file changed. */
function changed(name: string, change: (file: Buffer) => void): string {
  const copy = mkdtempSync(join(root, "copy-"));
  cpSync(path, copy, { recursive: true });
  const file = readFileSync(join(copy, name));
  change(file);
  writeFileSync(join(copy, name), file);
  return copy;
}

beforeAll(async () => {
  // Tables of several blocks, compressed and not, and a log of many records behind them.
  const level = new Level<Buffer, Buffer>(path, { keyEncoding: "buffer", valueEncoding: "buffer" });
  await level.open();
  const fill = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number += 50) {
      const batch = level.batch();
      for (let at = number; at < number + 50; at++)
        batch.put(
          keyOf(at),
          Buffer.from(at % 2 === 0 ? "x".repeat(300) : Array.from({ length: 300 }, (_, i) => i * at)),
        );
      await batch.write();
    }
  };
  await fill(0, 5000);
  await (level as unknown as { compactRange(from: Buffer, to: Buffer): Promise<void> }).compactRange(
    Buffer.from("a"),
    Buffer.from("z"),
  );
  await fill(5000, 6000);
  await level.close();
});

describe("the checksums of a database's files", () => {
  it("are right in a sound one, whatever else lies there", async () => {
    const report = await checkLevelFiles(path);
    expect(report.damages).toEqual([]);
    expect(report.blocks).toBeGreaterThan(200);
    const copy = changed("CURRENT", () => {});
    // What a crash left half written, and belongs to nothing.
    writeFileSync(join(copy, "009999.ldb"), "half a table");
    expect((await checkLevelFiles(copy)).damages).toEqual([]);
  });

  it("show one changed byte anywhere in a table, and between which keys it lies", async () => {
    const [table] = namesOf(path, /\.ldb$/) as [string];
    const { length } = readFileSync(join(path, table));
    for (let at = 7; at < length - 48; at += 9973) {
      const copy = changed(table, (file) => {
        file[at] = (file[at] as number) ^ 0x20;
      });
      const { damages } = await checkLevelFiles(copy);
      expect(damages, `byte ${at}`).toHaveLength(1);
      expect(damages[0]?.text).toContain(table);
    }
    const copy = changed(table, (file) => file.fill(7, 50_000, 50_200));
    const [damage] = (await checkLevelFiles(copy)).damages;
    expect(damage?.text).toMatch(/^1 of \d+ blocks of the file \d+\.ldb do not have their checksum$/);
    expect(damage?.ranges).toHaveLength(1);
    expect(damage?.ranges[0]?.from).toMatch(/^key 0/);
  });

  it("show a table that is cut or gone", async () => {
    const [table] = namesOf(path, /\.ldb$/) as [string];
    const copy = changed(table, () => {});
    truncateSync(join(copy, table), 100_000);
    expect((await checkLevelFiles(copy)).damages).toMatchObject([
      { text: `the file ${table} cannot be read: the end of the table is missing` },
    ]);
    rmSync(join(copy, table));
    expect((await checkLevelFiles(copy)).damages).toMatchObject([{ text: `the file ${table} is missing` }]);
  });

  it("show a changed log and manifest, and take a torn end for what it is", async () => {
    const log = namesOf(path, /\.log$/).at(-1) as string;
    const { length } = readFileSync(join(path, log));
    for (let at = 3; at < length - 70_000; at += 9973) {
      const copy = changed(log, (file) => {
        file[at] = (file[at] as number) ^ 1;
      });
      expect((await checkLevelFiles(copy)).damages, `byte ${at}`).toHaveLength(1);
    }
    // LevelDB would open it, and leave out what is damaged.
    const holed = changed(log, (file) => {
      file[100_003] = (file[100_003] as number) ^ 1;
    });
    await expect(levelKeyValue(holed)).rejects.toThrow(
      /is damaged \(the file \d+\.log has 1 damaged record\): restore/,
    );
    const torn = changed(log, () => {});
    truncateSync(join(torn, log), length - 777);
    expect((await checkLevelFiles(torn)).damages).toEqual([]);
    const [manifest] = namesOf(path, /^MANIFEST/) as [string];
    const copy = changed(manifest, (file) => {
      file[12] = (file[12] as number) ^ 1;
    });
    expect((await checkLevelFiles(copy)).damages).not.toEqual([]);
    rmSync(join(copy, manifest));
    expect((await checkLevelFiles(copy)).damages).toMatchObject([{ text: `the file ${manifest} is missing` }]);
  });

  it("say of a database that is in use only that", async () => {
    expect(await levelInUse(path)).toBeUndefined();
    expect(await levelInUse(join(root, "nothing"))).toBeUndefined();
    const before = namesOf(path, /ldb|log|MANIFEST/);
    expect(namesOf(path, /ldb|log|MANIFEST/)).toEqual(before);
    const store = await levelKeyValue(path);
    expect(await levelInUse(path)).toMatchObject({ problem: "locked" });
    await store.close();
  });
});

describe("Snappy", () => {
  const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

  it("is expanded: literals, copies of all lengths, copies of what they make", () => {
    expect(expandSnappy(hex("00"))).toEqual(new Uint8Array(0));
    expect(Buffer.from(expandSnappy(hex("0308616263"))).toString()).toBe("abc");
    // "ab", then 8 from 2 back; then 4 from 10 back with a longer offset.
    expect(Buffer.from(expandSnappy(hex("0e0461621102" + "0e0a00"))).toString()).toBe("abababababababab".slice(0, 14));
  });

  it("is refused when it is damaged", () => {
    for (const text of ["", "80", "0408616263", "0308616163ff", "0511" + "02", "ffffffff0f00", "03f0"])
      expect(() => expandSnappy(hex(text)), text).toThrow();
  });
});
