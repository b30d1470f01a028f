import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../lib/user-error.ts";

/** Where one chain's data lies, as in the original's layout. */
export interface DataPaths {
  base: string;
  /** `<base>/chains/<id>` */
  chain: string;
  /** The LevelDB directory. */
  database: string;
  /** Files of keys, see src/crypto/keystore.ts. */
  keystore: string;
  network: string;
  /** The secret that gives the node its peer id. */
  nodeKey: string;
}

/** Where the parts of a chain's data lie below the base path, as the original lays them out. */
export function dataPaths(base: string, chainId: string, keystore?: string): DataPaths {
  const chain = join(base, "chains", chainId);
  const network = join(chain, "network");
  return {
    base,
    chain,
    database: join(chain, "db", "level"),
    keystore: keystore ?? join(chain, "keystore"),
    network,
    nodeKey: join(network, "secret_ed25519"),
  };
}

/** The directory for data when none is given: the platform's, as the original chooses it, under this program's name. */
export function defaultBasePath(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "subtensor");
  return join(environment.XDG_DATA_HOME || join(homedir(), ".local", "share"), "subtensor");
}

/** The directory that --base-path names, or the platform's. @throws UserError for an empty one. */
export function basePath(given: string | undefined, environment: Readonly<Record<string, string | undefined>>): string {
  if (given === "") throw new UserError("--base-path is empty: give a directory");
  return given ?? defaultBasePath(environment);
}

/** Where a node that keeps nothing has its data; it makes the directory and removes it when it ends. */
export function temporaryBasePath(random: string): string {
  return join(tmpdir(), `subtensor-${random}`);
}
