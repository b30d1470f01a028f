import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const folder = join(import.meta.dirname, "..", "vectors");

/** The names of the recordings in a folder of `test/vectors`, sorted. */
export function recordingNames(of: string): string[] {
  return readdirSync(join(folder, of)).sort();
}

/** The bytes of a recording, unpacked. */
export function recording(of: string, name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(join(folder, of, name))));
}

/** The same as JSON. */
export function recordingJson(of: string, name: string): unknown {
  return JSON.parse(Buffer.from(recording(of, name)).toString("utf8"));
}
