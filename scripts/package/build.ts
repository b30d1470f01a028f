import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "./bundle.ts";
import { dataFolders, home, libraryEntries, nativeLibrary } from "./contents.ts";
import { writeDeclarations } from "./declarations.ts";
import { thirdPartyText } from "./licences.ts";
import { manifest } from "./manifest.ts";

/** Makes the package anew in a folder. */
export async function buildPackage(target: string): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const used = await bundle(target);
  writeDeclarations(Object.values(libraryEntries), target);
  cpSync(join(home, "scripts", "package", "files"), target, { recursive: true });
  for (const folder of dataFolders) cpSync(join(home, folder), join(target, folder), { recursive: true });
  cpSync(join(home, "LICENSE"), join(target, "LICENSE"));
  // The loader of the native library looks for its builds beside the file that it lies in.
  for (const build of nativeLibrary.builds)
    cpSync(
      join(home, "node_modules", nativeLibrary.package, "prebuilds", build),
      join(target, "dist", "packed", "prebuilds", build),
      { recursive: true },
    );
  writeFileSync(join(target, "THIRD-PARTY"), thirdPartyText(used));
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

/** What `npm pack` made of the package. */
export interface Packed {
  /** The tarball. */
  readonly file: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
  /** Bytes of the tarball, and of the files in it. */
  readonly packed: number;
  readonly unpacked: number;
}

interface PackAnswer {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs a package beside its folder. @throws Error with npm's words */
export function pack(target: string): Packed {
  const folder = dirname(target);
  const { status, stdout, stderr } = spawnSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: target,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [answer] = JSON.parse(stdout) as [PackAnswer];
  return {
    file: join(folder, answer.filename),
    files: answer.files.map(({ path }) => path),
    packed: answer.size,
    unpacked: answer.unpackedSize,
  };
}
