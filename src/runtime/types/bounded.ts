import type { Codec } from "../../codec/codec.ts";
import { wrapper } from "../../codec/composites.ts";
import { bounded, btreeMap, vec } from "../../codec/containers.ts";
import { bytes } from "../../codec/primitives.ts";

/** `BoundedVec<T, ConstU32<max>>`. */
export function boundedVec<T>(of: Codec<T>, max: number): Codec<T[]> {
  const list = vec(of);
  return bounded(as(list), max, "bounded_collections::bounded_vec::BoundedVec", [
    { name: "T", type: of.info },
    { name: "S", type: undefined },
  ]);
}

/** `BoundedVec<u8, ConstU32<max>>` as bytes. */
export function boundedBytes(max: number): Codec<Uint8Array> {
  return bounded(as(bytes), max, "bounded_collections::bounded_vec::BoundedVec", [
    { name: "T", type: (bytes.info.def() as { of: Codec<number>["info"] }).of },
    { name: "S", type: undefined },
  ]);
}

/** `WeakBoundedVec<T, S>`: its bound is not checked on decoding. */
export function weakBoundedVec<T>(of: Codec<T>): Codec<T[]> {
  return bounded(as(vec(of)), 0xffff_ffff, "bounded_collections::weak_bounded_vec::WeakBoundedVec", [
    { name: "T", type: of.info },
    { name: "S", type: undefined },
  ]);
}

/** `BoundedBTreeMap<K, V, ConstU32<max>>`; longer maps are refused by the codec of the map's entries. */
export function boundedBTreeMap<K, V>(key: Codec<K>, value: Codec<V>): Codec<Map<K, V>> {
  return wrapper("bounded_collections::bounded_btree_map::BoundedBTreeMap", btreeMapNamed(key, value), [
    { name: "K", type: key.info },
    { name: "V", type: value.info },
    { name: "S", type: undefined },
  ]);
}

function btreeMapNamed<K, V>(key: Codec<K>, value: Codec<V>): Codec<Map<K, V>> {
  return { ...btreeMap(key, value), typeName: "BTreeMap<K, V>" };
}

/** The field of these types is spelled `Vec<T>` in the original. */
function as<T>(codec: Codec<T>): Codec<T> {
  return { ...codec, typeName: "Vec<T>" };
}
