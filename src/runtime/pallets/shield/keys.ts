import type { Hex } from "../../../lib/bytes.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { Entry } from "../../frame/storage.ts";
import { blockAuthor, slotFromDigest } from "../aura/slots.ts";
import { storage as aura } from "../aura/storage.ts";
import { storage as system } from "../system/storage.ts";
import { errors } from "./errors.ts";
import { storage } from "./storage.ts";

/** The name of the announced key in inherent data. */
export const shieldInherentIdentifier = "shieldpk";

/** The length of an ML-KEM-768 encapsulation key, bytes. Rust: `MLKEM768_ENC_KEY_LEN`. */
const encKeyLength = 1184;

type Slot = Entry<Uint8Array, Uint8Array | undefined>;

/** The authority whose slot comes after the next one. Rust: `FindAuraAuthors::find_next_next_author`. */
function nextNextAuthor(state: ReadState): Hex | undefined {
  const slot = slotFromDigest(state);
  const authorities = aura.Authorities.get(state);
  if (slot === undefined || slot + 2n >= 1n << 64n || authorities.length === 0) return undefined;
  return authorities[Number((slot + 2n) % BigInt(authorities.length))];
}

function put<T>(state: WriteState, item: Entry<T, T | undefined>, value: T | undefined): void {
  if (value === undefined) item.remove(state);
  else item.set(state, value);
}

/** Until which block, exclusive, a key is good. */
function setExpiry(state: WriteState, key: Slot, expiry: Entry<number, number | undefined>, blocks: number): void {
  put(state, expiry, key.get(state) !== undefined ? system.Number.get(state) + blocks : undefined);
}

/**
 * Moves each key one place on (next, pending, current), takes in the key of the author after the next, and keeps the key
 * that this block's author announces; without one the author gets no encrypted extrinsics.
 * Rust: `pallets/shield/src/lib.rs announce_next_key`. @throws Unreachable, BadEncKeyLen
 */
export function announceNextKey(state: WriteState, announced: Uint8Array | undefined): void {
  const author = blockAuthor(state) ?? fail(errors.Unreachable);
  put(state, storage.CurrentKey, storage.PendingKey.take(state));
  put(state, storage.PendingKey, storage.NextKey.take(state));
  const following = nextNextAuthor(state);
  put(state, storage.NextKey, following === undefined ? undefined : storage.AuthorKeys.at(following).get(state));
  ensure(announced === undefined || announced.length === encKeyLength, errors.BadEncKeyLen);
  put(state, storage.AuthorKeys.at(author), announced);
  setExpiry(state, storage.PendingKey, storage.PendingKeyExpiresAt, 2);
  setExpiry(state, storage.NextKey, storage.NextKeyExpiresAt, 3);
}
