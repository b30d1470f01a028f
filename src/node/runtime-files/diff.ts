import { surfaceOf } from "../../metadata/surface.ts";
import { type ApiNames, apiNames, apisOf, type ListedApi } from "./api-list.ts";
import { type Change, type Detail, detail } from "./changes.ts";
import { compareSurfaces } from "./compare-surfaces.ts";
import { type RuntimeFile, readRuntimeFile } from "./runtime-file.ts";

/** What is told of each side. */
export interface DiffSide {
  readonly file: string;
  readonly spec?: string;
  readonly metadata: number;
}

export interface RuntimeDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly changes: readonly Change[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

/** Compares two runtimes by the newest metadata that both have. @throws UserError when a file is none */
export function diffRuntimes(beforePath: string, afterPath: string): RuntimeDiff {
  const [first, second] = [readRuntimeFile(beforePath), readRuntimeFile(afterPath)];
  const common = Math.min(first.metadata.version, second.metadata.version);
  const [before, after] = [first, second].map((file) => inVersion(file, common)) as [RuntimeFile, RuntimeFile];
  const changes = [
    ...versionChanges(before, after),
    ...apiChanges(first, second, apiNames([first, second])),
    ...compareSurfaces(surfaceOf(before.metadata), surfaceOf(after.metadata)),
    ...importChanges(before, after),
  ];
  return { before: sideOf(before), after: sideOf(after), changes, notes: notesOf(first, second) };
}

/** The same runtime with older metadata, where it has that. */
function inVersion(file: RuntimeFile, version: number): RuntimeFile {
  return file.metadata.version <= version || file.program === undefined ? file : readRuntimeFile(file.path, version);
}

function sideOf({ path, version, metadata }: RuntimeFile): DiffSide {
  const side = { file: path, metadata: metadata.version };
  return version === undefined ? side : { ...side, spec: `${version.spec_name} ${version.spec_version}` };
}

function notesOf(before: RuntimeFile, after: RuntimeFile): string[] {
  const sides = [before, after];
  const without = (lack: (file: RuntimeFile) => boolean) =>
    sides
      .filter(lack)
      .map(({ path }) => path)
      .join(", ");
  const old = without(({ metadata }) => metadata.version < 15);
  const bare = without(({ program }) => program === undefined);
  return [
    ...(old === ""
      ? []
      : [`Arguments and answers of runtime APIs are not compared: metadata of version 14 has none (${old}).`]),
    ...(bare === ""
      ? []
      : [`Versions, APIs and imports are not compared: there is metadata without a program (${bare}).`]),
  ];
}

const versionFields = [
  "spec_name",
  "impl_name",
  "authoring_version",
  "spec_version",
  "impl_version",
  "transaction_version",
  "system_version",
] as const;

function versionChanges({ version: before }: RuntimeFile, { version: after }: RuntimeFile): Change[] {
  if (before === undefined || after === undefined) return [];
  return versionFields.flatMap((name): Change[] => {
    const details = detail("value", String(before[name]), String(after[name]));
    return details.length === 0 ? [] : [{ part: "version", name, change: "changed", details }];
  });
}

/** @param before with its newest metadata, as after: what it says of APIs is more than what programs export */
function apiChanges(before: RuntimeFile, after: RuntimeFile, names: ApiNames): Change[] {
  if (before.program === undefined || after.program === undefined) return [];
  const withTypes = before.metadata.version >= 15 && after.metadata.version >= 15;
  const show = ({ version, methods }: ListedApi) =>
    methods.length === 0 ? `version ${version}` : `version ${version}: ${methods.join(", ")}`;
  const now = new Map(apisOf(after, names).map((api) => [api.name, api]));
  const changes = apisOf(before, names).flatMap((api): Change[] => {
    const { name } = api;
    const other = now.get(name);
    now.delete(name);
    if (other === undefined) return [{ part: "api", name, change: "went", text: show(api) }];
    const details = [
      ...detail("version", String(api.version), String(other.version)),
      // Metadata says more of methods than their names, where it says anything.
      ...(withTypes ? [] : methodDetails(api.methods, other.methods)),
    ];
    return details.length === 0 ? [] : [{ part: "api", name, change: "changed", details }];
  });
  for (const api of now.values()) changes.push({ part: "api", name: api.name, change: "came", text: show(api) });
  return changes;
}

function methodDetails(before: readonly string[], after: readonly string[]): Detail[] {
  return [
    ...before.filter((name) => !after.includes(name)).map((name) => ({ what: `method ${name} went` })),
    ...after.filter((name) => !before.includes(name)).map((name) => ({ what: `method ${name} came` })),
  ];
}

function importChanges({ program: before }: RuntimeFile, { program: after }: RuntimeFile): Change[] {
  if (before === undefined || after === undefined) return [];
  const names = (program: typeof before) => program.imports.map(({ name }) => name).sort();
  const [old, now] = [names(before), names(after)];
  const [olds, nows] = [new Set(old), new Set(now)];
  return [
    ...old.filter((name) => !nows.has(name)).map((name): Change => ({ part: "import", name, change: "went" })),
    ...now.filter((name) => !olds.has(name)).map((name): Change => ({ part: "import", name, change: "came" })),
  ];
}
