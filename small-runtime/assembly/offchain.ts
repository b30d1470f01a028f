import { addressOf, allocate, lengthOf, slice } from "../../facade/assembly/host";
import { valueAt } from "../../facade/assembly/state";
import { byte } from "./bytes";
import { log, readResponse, setLocally, startRequest, submitTransaction, timestamp, waitForResponses } from "./host";
import { getWord, smallTarget, statusKey, text, urlKey } from "./texts";

/** How long a request may take, ms. */
const patience: u64 = 2000;

/** The longest answer that is read. */
const longest: u32 = 4096;

/**
 * Fetches what the last remark with an address named: the status of the answer, in one byte 3 and a number of two where one
 * came, goes into the local storage, and what the answer holds goes into the pool.
 */
export function OffchainWorkerApi_offchain_worker(_at: u32, _length: u32): u64 {
  const url = valueAt(text(urlKey));
  if (url === 0) return slice(0, 0);
  const started = addressOf(startRequest(text(getWord), url, slice(0, 0)));
  if (load<u8>(started) !== 0) unreachable();
  const id = load<u16>(started + 1) as u32;
  const ids = allocate(3);
  store<u8>(ids, 4);
  store<u16>(ids + 1, id as u16);
  const deadline = allocate(9);
  store<u8>(deadline, 1);
  store<u64>(deadline + 1, timestamp() + patience);
  const statuses = waitForResponses(slice(ids, 3), slice(deadline, 9));
  setLocally(0, text(statusKey), slice(addressOf(statuses) + 1, lengthOf(statuses) - 1));
  if (load<u8>(addressOf(statuses) + 1) !== 3) return slice(0, 0);
  const buffer = allocate(longest);
  let length: u32 = 0;
  for (;;) {
    const read = addressOf(readResponse(id, slice(buffer + length, longest - length), byte(0)));
    if (load<u8>(read) !== 0) unreachable();
    const count = load<u32>(read + 1);
    if (count === 0) break;
    length += count;
  }
  const taken = addressOf(submitTransaction(slice(buffer, length)));
  if (load<u8>(taken) !== 0) log(1, text(smallTarget), url);
  return slice(0, 0);
}
