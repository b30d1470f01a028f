/** The records of a LevelDB log, and whether it is right. Format: leveldb/doc/log_format.md. */
export interface LogRecords {
  readonly records: readonly Uint8Array[];
  /** Pieces that do not have their checksum although another record begins after them: not the torn end that a crash leaves. */
  readonly damaged: number;
}

const blockLength = 32_768;
const headerLength = 7;
const full = 1;
const first = 2;
const last = 4;

/** Reads a log. @param checksum the masked checksum of bytes, as LevelDB writes it. */
export function readLog(file: Uint8Array, checksum: (bytes: Uint8Array) => number): LogRecords {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let damaged = 0;
  let wrong = 0;
  let at = 0;
  while (at + headerLength <= file.length) {
    const left = blockLength - (at % blockLength);
    if (left < headerLength) {
      at += left;
      continue;
    }
    const length = view.getUint16(at + 4, true);
    const kind = file[at + 6] as number;
    const end = at + headerLength + length;
    const whole = headerLength + length <= left && end <= file.length;
    if (!whole || kind < full || kind > last || checksum(file.subarray(at + 6, end)) !== view.getUint32(at, true)) {
      // The length of a piece that is not right may be wrong too: a piece begins with the next block for certain.
      wrong++;
      parts = [];
      at = whole ? end : at + left;
      continue;
    }
    if (kind === full || kind === first) {
      damaged += wrong;
      wrong = 0;
      parts = [];
    }
    parts.push(file.subarray(at + headerLength, end));
    if (kind === full || kind === last) {
      records.push(new Uint8Array(Buffer.concat(parts)));
      parts = [];
    }
    at = end;
  }
  return { records, damaged };
}
