import { existsSync } from "node:fs";
import { decode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { fromUtf8, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { type BuildName, buildNames, isBuildName } from "../primitives/build-name.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { builds } from "../runtime/rules.ts";
import type { Database, NewGenesis } from "../storage/database.ts";
import type { StorageError } from "../storage/errors.ts";
import { openDatabase } from "../storage/open-database.ts";
import type { RequestedPruning } from "../storage/pruning.ts";
import { agreedBuilds, buildWitnesses, databaseWitness, type Witness } from "./build-choice.ts";
import { createDirectory } from "./directories.ts";
import { genesisBlock, genesisCode, genesisStorage } from "./genesis.ts";
import { isLargeGenesis, largeGenesisBlock } from "./large-genesis.ts";

/** What fills an empty database in place of the genesis. */
export interface ChainSource {
  /** What it says about the build. */
  readonly witness: Witness;
  /**
   * @param genesisHash what the specification's genesis comes to
   * @param extra what is kept beside the chain
   * @throws UserError when it is another chain, or cannot be taken
   */
  fill(database: Database, genesisHash: Hex, extra: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Told of a database that holds a chain already. @throws UserError when it was not meant so */
  leave(database: Database): void;
}

export interface ChainDatabaseOptions {
  spec: ChainSpec;
  /** The build that an option names. */
  build: BuildName | undefined;
  /** The build of a chain where nothing says one; production when not given. */
  usualBuild?: BuildName | undefined;
  /** The options, as they were given, that make the genesis another one than the specification's. */
  genesisOptions?: readonly string[];
  /** What else may help where the database holds another chain, for a command whose options mean something else. */
  otherChainAdvice?: string;
  /** The LevelDB directory; undefined keeps everything in memory. */
  path: string | undefined;
  /** What the user says of it; what the database was made with holds otherwise. */
  pruning?: RequestedPruning;
  /** Drops blocks after the last final one whose state is damaged, instead of refusing them. */
  dropDamaged?: boolean;
  /** Other threads of this process read it too. */
  shared?: boolean;
  /** Fills an empty database in place of the genesis. */
  source?: ChainSource | undefined;
  /** Told once when the database can go on no more. With it, nobody waits for the disk to have the genesis. */
  onFatal?(error: StorageError): void;
}

/** Under which name a database keeps the build that its blocks were made under. */
export const rulesName = "rules";
/** Under which name it keeps a genesis hash that is not the specification's, which came with a state file. */
export const acceptedGenesisName = "genesis";

/**
 * Opens the database of a chain, and writes the genesis into an empty one. Afterwards the database says which build its
 * chain runs under (see storedBuild).
 * @throws UserError when it holds a chain with another genesis, or option, specification and database name different builds. StorageError when it cannot be used.
 */
export async function openChainDatabase(options: ChainDatabaseOptions): Promise<Database> {
  const { source } = options;
  const witnesses = [...buildWitnesses(options.spec, options.build), ...(source === undefined ? [] : [source.witness])];
  const [likeliest] = agreedBuilds(witnesses, options.usualBuild);
  if (options.path !== undefined) createDirectory(options.path, "--base-path");
  // The disk is busy with it while the genesis is worked out.
  const opening = openDatabase({
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.pruning === undefined ? {} : { pruning: options.pruning }),
    shared: options.shared ?? false,
    dropDamaged: options.dropDamaged ?? false,
    ...(options.onFatal === undefined ? {} : { onFatal: options.onFatal }),
  });
  const geneses = new Map<BuildName, Promise<NewGenesis>>();
  const genesisOf = (build: BuildName): Promise<NewGenesis> => {
    const made = geneses.get(build) ?? genesisFor(options.spec, build);
    geneses.set(build, made);
    return made;
  };
  const [opened] = await Promise.allSettled([opening, genesisOf(likeliest)]);
  if (opened.status === "rejected") throw opened.reason;
  const database = opened.value;
  try {
    const remembered = rememberedBuild(database, options);
    const left = agreedBuilds(
      remembered === undefined ? witnesses : [...witnesses, databaseWitness(options.path ?? "in memory", remembered)],
      options.usualBuild,
    );
    if (database.genesisHash !== undefined) {
      await useGenesis(database, left, genesisOf, options);
      source?.leave(database);
    } else if (source !== undefined) {
      const { hash } = await genesisOf(left[0]);
      await source.fill(database, hash, new Map([[rulesName, utf8(left[0])]]));
    } else await writeGenesis(database, left[0], await genesisOf(left[0]), options);
    await database.storePruning();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function genesisFor(spec: ChainSpec, build: BuildName): Promise<NewGenesis> {
  const { genesis } = spec;
  if (isLargeGenesis(genesis)) return largeGenesisBlock(genesis, await genesisCode(spec, build));
  return genesisBlock(await genesisStorage(spec, build));
}

/** The build that the chain of a database runs under, once openChainDatabase has opened it. */
export function storedBuild(database: Database): BuildName {
  const stored = database.getExtra(rulesName);
  const build = stored === undefined ? undefined : fromUtf8(stored);
  if (!isBuildName(build)) throw new Error(`a database without the rules of its chain: ${build}`);
  return build;
}

/** What an opened database says by itself: nothing when it is empty, or was made before databases said it. */
export function rememberedBuild(
  database: Database,
  { path }: Pick<ChainDatabaseOptions, "path">,
): BuildName | undefined {
  const stored = database.genesisHash === undefined ? undefined : database.getExtra(rulesName);
  if (stored === undefined) return undefined;
  const build = fromUtf8(stored);
  if (isBuildName(build)) return build;
  throw new UserError(
    `the database ${path} was made under rules that this program does not know, '${build}' (it knows ${buildNames.join(", ")}): use the program that made it`,
  );
}

async function writeGenesis(
  database: Database,
  build: BuildName,
  genesis: NewGenesis,
  { onFatal }: ChainDatabaseOptions,
): Promise<void> {
  const written = database.initialise({ ...genesis, extra: new Map([[rulesName, utf8(build)]]) });
  // What is written later is on disk only after this: whoever waits for that need not wait here. A large genesis is not
  // even in the database yet.
  if (onFatal === undefined || database.genesisHash === undefined) await written;
  else written.catch(() => {});
}

/** Finds the build, among those that nothing excludes, whose genesis the database has, and sees to it that it is remembered. */
async function useGenesis(
  database: Database,
  left: readonly BuildName[],
  genesisOf: (build: BuildName) => Promise<NewGenesis>,
  { path, genesisOptions = [], otherChainAdvice }: ChainDatabaseOptions,
): Promise<void> {
  const known = database.getExtra(rulesName) !== undefined;
  const accepted = database.getExtra(acceptedGenesisName);
  if (known && accepted !== undefined && toHex(accepted) === database.genesisHash) return;
  const ours: string[] = [];
  for (const build of left) {
    const { hash } = await genesisOf(build);
    ours.push(hash);
    if (hash !== database.genesisHash) continue;
    if (known) return;
    if (!(await hasSlotsOf(database, build))) continue;
    await database.putExtra(new Map([[rulesName, utf8(build)]]));
    return;
  }
  if (ours.includes(`${database.genesisHash}`))
    throw new UserError(
      `the database ${path} was made under other rules than ${left.join(" or ")}: its slots have another length; give the option it was made with, --fast-runtime or none`,
    );
  const options =
    genesisOptions.length > 0
      ? `${genesisOptions.join(" and ")} may be the cause`
      : "--fast-runtime, --pow-faucet, --drand offline, --light-client-facade or --runtime may be missing";
  throw new UserError(
    `the database ${path} holds another chain (genesis ${database.genesisHash}, this one is ${[...new Set(ours)].join(" or ")}): give another --base-path, the --chain and the options it was made with (${options}), or remove it with purge-chain${otherChainAdvice === undefined ? "" : `; ${otherChainAdvice}`}`,
  );
}

/** Whether the last final block can have been made with the slots of a build: its time lies in its slot, as Aura demands. */
export async function hasSlotsOf(database: Database, build: BuildName): Promise<boolean> {
  const state = database.stateAt(database.finalized().hash);
  if (state === undefined || database.finalized().number === 0) return true;
  const { storage: aura } = await import("../runtime/pallets/aura/storage.ts");
  const { storage: timestamp } = await import("../runtime/pallets/timestamp/storage.ts");
  const now = state.get(timestamp.Now.key);
  const slot = state.get(aura.CurrentSlot.key);
  if (now === undefined || slot === undefined) return true;
  return decode(u64, now) / builds[build].slotDuration === decode(u64, slot);
}

/** The same for a command that needs a chain to be there: an absent database is an error, and none is made. */
export async function openExistingDatabase(options: ChainDatabaseOptions & { path: string }): Promise<Database> {
  requireDatabase(options.path);
  return openChainDatabase(options);
}

/** @throws UserError when there is no database at the path. */
export function requireDatabase(path: string): void {
  if (!existsSync(path))
    throw new UserError(`there is no database at ${path}: give the --base-path and --chain it has`);
}
