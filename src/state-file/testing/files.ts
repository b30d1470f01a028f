import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Database } from "../../storage/database.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { loadChain } from "../load-chain.ts";
import { openStateFile } from "../open-state-file.ts";
import { fillMadeUp } from "./made-up.ts";

/** A directory that is removed after the test. */
export function testDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "state-file-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An empty database in memory. */
export async function emptyDatabase(): Promise<Database> {
  const database = await openDatabase({});
  onTestFinished(() => database.close());
  return database;
}

/** A database over the made-up genesis with so many random blocks. The best one need not be final. */
export async function madeUpChain(blocks: number, seed = 1): Promise<Database> {
  const database = await emptyDatabase();
  await fillMadeUp(database, blocks, seed);
  return database;
}

/** Loads a file into a database. */
export async function loadFrom(path: string, database: Database): Promise<void> {
  const file = await openStateFile(path);
  try {
    await loadChain(database, file, new Map(), () => true);
  } finally {
    await file.close();
  }
}
