import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type InputOptions, type OutputOptions, rolldown } from "rolldown";
import { oneByteText } from "../start-cache.js";
import { absentModules, home, libraryEntries, peers } from "./contents.ts";
import { threadFiles } from "./packed-packages.ts";
import { parts } from "./parts.ts";
import { keepPlaces, nodeModules, packedEntries, packedInput } from "./plugins.ts";

/** The file of a library entry, from the package's root. */
export const libraryFile = (entry: string): string => `dist/${entry.slice("./".length).replaceAll("/", "-")}.js`;

const modules: OutputOptions = { format: "esm", chunkFileNames: "[name].js" };

/**
 * Joins the node, its threads and the packages that it uses into few files under `target`/dist.
 * @returns the files that went in. @throws Error with what the bundler has to say
 */
export async function bundle(target: string): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  const add = (folder: string, input: InputOptions, output: OutputOptions) =>
    joinInto({ target, folder, input, output, used });

  const library = Object.entries(libraryEntries).map(([entry, source]) => [
    libraryFile(entry).slice("dist/".length, -".js".length),
    `${home}/${source}`,
  ]);
  const main = { main: `${home}/src/main.ts`, ...Object.fromEntries(library) };
  const places = { threads: "./threads/", packed: "./packed/" };
  await add(
    "dist",
    { input: main, plugins: [keepPlaces({ ...places, folder: "dist" }), nodeModules()] },
    { ...modules, codeSplitting: { groups: parts } },
  );

  const fromThreads = { folder: "dist/threads", threads: "./", packed: "../packed/" };
  const threads = Object.fromEntries(threadFiles());
  await add(fromThreads.folder, { input: threads, plugins: [keepPlaces(fromThreads), nodeModules()] }, modules);

  // What a `require` finds is taken, as in a clone.
  const packages = { conditionNames: ["require", "node", "default"], mainFields: ["main"] };
  await add(
    "dist/packed",
    { input: packedInput(), plugins: [packedEntries()], resolve: packages },
    { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "shared-[hash].cjs" },
  );
  return used;
}

interface Job {
  readonly target: string;
  readonly folder: string;
  readonly input: InputOptions;
  readonly output: OutputOptions;
  readonly used: Set<string>;
}

async function joinInto({ target, folder, input, output, used }: Job): Promise<void> {
  const joined = await rolldown({
    cwd: home,
    platform: "node",
    external: [...absentModules, ...Object.keys(peers)],
    resolve: { mainFields: ["module", "main"] },
    treeshake: { propertyReadSideEffects: false },
    onLog: (level, { code, message }) => {
      if (level === "warn" && code !== "INEFFECTIVE_DYNAMIC_IMPORT" && code !== "EVAL") throw new Error(message);
    },
    ...input,
  });
  try {
    const { output: files } = await joined.generate({ comments: false, ...output });
    mkdirSync(join(target, folder), { recursive: true });
    for (const file of files) {
      if (file.type !== "chunk") throw new Error(`${file.fileName} is no program`);
      writeFileSync(join(target, folder, file.fileName), oneByteText(file.code));
      for (const [id, { renderedLength }] of Object.entries(file.modules)) if (renderedLength > 0) used.add(id);
    }
  } finally {
    await joined.close();
  }
}
