import { randomBytes } from "node:crypto";
import { openDatabase } from "../open-database.ts";
import { overlayOn, testBlock, testGenesis } from "./blocks.ts";

/**
 * A program for tests: makes final blocks in the database of its first argument until the store fails, or as many as
 * the second says. One line for each block that is on disk, then one with the fault. Exit code 1 after a fault.
 */
const [path = "", most = "100000"] = process.argv.slice(2);
const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
let faults = 0;
try {
  const db = await openDatabase({
    path,
    onFatal: ({ problem, message }) => {
      faults++;
      print({ problem, message });
    },
  });
  if (db.genesisHash === undefined) await db.initialise(testGenesis({ top: new Map(), children: new Map() }));
  print({ opened: db.finalized().number });
  for (let count = 0; count < Number(most) && faults === 0; count++) {
    const overlay = overlayOn(db, db.best().hash);
    overlay.put(`k${count % 50}`, new Uint8Array(randomBytes(4000)));
    const block = testBlock(db.best(), overlay, { best: true, finalized: true });
    const written = db.commitBlock(block).then(
      () => print({ final: db.finalized().number }),
      () => {},
    );
    await written;
  }
  const again = db.putExtra(new Map([["late", randomBytes(10)]])).then(
    () => "taken",
    () => "refused",
  );
  print({ faults, again: await again });
  await db.close();
} catch (error) {
  faults++;
  print({ failed: error instanceof Error ? error.message : String(error) });
}
process.exitCode = faults === 0 ? 0 : 1;
