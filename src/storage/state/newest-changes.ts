import type { StateKey } from "../../lib/bytes.ts";
import { type Layer, type LayerChanges, mergeChanges } from "./layers.ts";

/**
 * What the newest block and the open ones below it changed, in one map. Blocks mostly come one after the other, each on the
 * one before: reading there takes one look instead of one for each layer or group of layers. All other layers are read by `readLayers`.
 */
export interface NewestChanges {
  /** What a layer and those below it have, when it is the newest one or becomes it by this; undefined for others. */
  of(layer: Layer): LayerChanges | undefined;
  /**
   * Blocks became final. What they changed stays right where nothing over them changed it again, and goes once it is half
   * of all.
   */
  madeFinal(path: readonly Layer[]): void;
}

/** A branch takes over once it is so many blocks longer: gathering the changes of many layers costs more than a few slow reads. */
const takesOver = 8;

type Changes = Map<StateKey, Uint8Array | null>;

/** Nothing is gathered until a layer is read. */
export function createNewestChanges(): NewestChanges {
  let newest: Layer | undefined;
  let top: Changes = new Map();
  let children = new Map<StateKey, Changes>();
  let size = 0;
  let outdated = 0;

  const forget = (): void => {
    newest = undefined;
    [top, children, size, outdated] = [new Map(), new Map(), 0, 0];
  };
  const add = (changes: LayerChanges): void => {
    for (const [key, value] of changes.top) top.set(key, value);
    size += changes.top.size;
    for (const [id, own] of changes.children) {
      const space = children.get(id) ?? new Map<StateKey, Uint8Array | null>();
      children.set(id, space);
      for (const [key, value] of own) space.set(key, value);
      size += own.size;
    }
  };
  const gather = (layer: Layer): void => {
    forget();
    const chain: LayerChanges[] = [];
    for (let at: Layer | undefined = layer; at?.status === "open"; at = at.parent) chain.push(at.changes);
    add(mergeChanges(chain.reverse()));
    newest = layer;
  };

  return {
    of(layer) {
      if (newest !== layer) {
        if (newest?.status === "open" && layer.parent === newest) {
          add(layer.changes);
          newest = layer;
        } else if (newest?.status !== "open" || layer.number >= newest.number + takesOver) gather(layer);
        else return undefined;
      }
      return { top, children };
    },
    madeFinal(path) {
      if (newest === undefined) return;
      for (const { changes } of path) {
        outdated += changes.top.size;
        for (const own of changes.children.values()) outdated += own.size;
      }
      if (newest.status !== "open" || path.at(-1) === newest || outdated > size / 2) forget();
    },
  };
}
