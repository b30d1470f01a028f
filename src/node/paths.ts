import { mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

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

/** Makes a new directory for a node that keeps nothing. The node removes it when it ends. */
export function temporaryBasePath(): string {
  return mkdtempSync(join(tmpdir(), "subtensor-"));
}
