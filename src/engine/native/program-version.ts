import type { Extrinsic } from "../../primitives/extrinsic.ts";
import { type ProgramVersion, versionInSection } from "../../runtime/pallets/system/code.ts";

/**
 * The version of another program, as `System.set_code` asks for it. What unpacks and executes programs is loaded by
 * `loadProgramVersions`; before that only a version in a section of its own is found.
 */
let read: ProgramVersion = versionInSection;

export const programVersion: ProgramVersion = (code) => read(code);

/** Loads what reads the version of any program. */
export async function loadProgramVersions(): Promise<void> {
  if (read !== versionInSection) return;
  const { readVersion } = await import("../../wasm/executor.ts");
  read = (code) => readVersion(code);
}

/** Bytes from which on an extrinsic may bring a program. */
const programSize = 4096;

/** Loads it when one of these may bring a program. */
export async function readyFor(extrinsics: readonly Extrinsic[]): Promise<void> {
  if (extrinsics.some(({ bytes }) => bytes.length >= programSize)) await loadProgramVersions();
}
