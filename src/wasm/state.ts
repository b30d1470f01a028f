import type { StateKey } from "../lib/bytes.ts";
import type { ChildOverlay, Removal, StateOverlay } from "../primitives/state.ts";
import { appended } from "./host/append.ts";
import type { HostSpace, HostState, StateVersion } from "./host/host.ts";
import { NotBuiltTrap, Trap } from "./memory.ts";

const childKeys: StateKey = ":child_storage:";

/** The state of one call, which closes at its end the transactions that the program left open. */
export interface CallState extends HostState {
  /** Undoes what the program left open. Rust: `OverlayedChanges::exit_runtime` */
  end(): void;
}

const nothingRemoved: Removal = { cursor: undefined, below: 0, unique: 0, loops: 0 };

/**
 * The overlay of a block or a call as its program uses it. The roots of child tries are not the program's to write, and it
 * cannot close transactions that it did not open. Rust: `sp_state_machine: ext.rs Ext`
 * @param warn told of what is refused
 */
export function createCallState(overlay: StateOverlay, warn: (text: string) => void): CallState {
  let depth = 0;
  const close = (how: () => void): void => {
    if (depth === 0) throw new Trap("no open transaction that can be closed");
    depth--;
    how();
  };
  const isProtected = (key: StateKey): boolean => {
    if (!key.startsWith(childKeys)) return false;
    warn("Refuse to directly set child storage key");
    return true;
  };
  const put = (key: StateKey, value: Uint8Array): void => {
    if (!isProtected(key)) overlay.put(key, value);
  };
  return {
    get: overlay.get,
    nextKey: overlay.nextKey,
    put,
    delete: (key) => {
      if (!isProtected(key)) overlay.delete(key);
    },
    append: (key, value) => overlay.put(key, appended(overlay.get(key), value)),
    clearPrefix: (prefix, limit, from) => {
      // A prefix of the protected prefix counts too.
      if (prefix.startsWith(childKeys) || childKeys.startsWith(prefix)) {
        warn("Refuse to directly clear prefix that is part or contains of child storage key");
        return nothingRemoved;
      }
      return overlay.removePrefix(prefix, limit, from);
    },
    root: (version) => {
      requireBuilt(version);
      return overlay.root();
    },
    child: (id) => childSpace(overlay.child(id)),
    begin: () => {
      depth++;
      overlay.begin();
    },
    commit: () => close(overlay.commit),
    rollback: () => close(overlay.rollback),
    end: () => {
      while (depth > 0) close(overlay.rollback);
    },
  };
}

function childSpace(child: ChildOverlay): HostSpace {
  return {
    ...child,
    clearPrefix: child.removePrefix,
    root: (version) => {
      requireBuilt(version);
      return child.root();
    },
  };
}

/** Tries here are of version 1: a root by version 0 would be another. @throws NotBuiltTrap */
function requireBuilt(version: StateVersion): void {
  if (version === 0)
    throw new NotBuiltTrap(
      "the root of a state of version 0 is asked for, which is not built: this node has version 1",
    );
}
