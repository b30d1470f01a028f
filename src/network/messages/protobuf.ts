import protobuf from "protobufjs/minimal.js";
import { DecodeError } from "../../codec/io.ts";
import { fromUtf8Strictly, plainBytes } from "../../lib/bytes.ts";

/** The field of a message that is being read; each kind of value may be asked for once, and refuses another kind. */
export interface FieldReader {
  /** A view into the message: to be copied by whoever keeps it. */
  bytes(): Uint8Array;
  /** UTF-8, as the format demands. */
  text(): string;
  uint32(): number;
  bool(): boolean;
}

const varint = 0;
const delimited = 2;

/**
 * Goes through the fields of a protobuf message in their order. Fields that `read` does not take a value of are skipped,
 * and so are unknown ones; groups nest a hundred deep at most.
 * @throws DecodeError when the bytes are no message, or a field has another type than it is read with.
 */
export function readMessage(bytes: Uint8Array, read: (field: number, from: FieldReader) => void): void {
  const from = new protobuf.Reader(plainBytes(bytes));
  let wireType = 0;
  let taken = false;
  const take = <T>(expected: number, value: () => T): T => {
    if (wireType !== expected) throw new DecodeError(`wire type ${expected} expected`, from.pos);
    taken = true;
    return value();
  };
  const fields: FieldReader = {
    bytes: () => take(delimited, () => from.bytes()),
    text: () => {
      const text = fromUtf8Strictly(take(delimited, () => from.bytes()));
      if (text === undefined) throw new DecodeError("UTF-8 expected", from.pos);
      return text;
    },
    uint32: () => take(varint, () => from.uint32()),
    bool: () => take(varint, () => from.bool()),
  };
  try {
    while (from.pos < from.len) {
      const tag = from.tag();
      const field = tag >>> 3;
      if (field === 0) throw new DecodeError("no field has the number 0", from.pos);
      wireType = tag & 7;
      taken = false;
      read(field, fields);
      if (!taken) from.skipType(wireType, 0, field);
    }
  } catch (error) {
    if (error instanceof DecodeError || !(error instanceof Error)) throw error;
    throw new DecodeError(error.message, from.pos);
  }
}

/** Writes a message; fields that have their default value are left out by whoever writes, as proto3 does. */
export interface MessageWriter {
  bytes(field: number, value: Uint8Array): void;
  uint32(field: number, value: number): void;
  bool(field: number, value: boolean): void;
  finish(): Uint8Array;
}

export function createMessageWriter(): MessageWriter {
  const to = protobuf.Writer.create();
  return {
    bytes: (field, value) => to.uint32(field * 8 + delimited).bytes(value),
    uint32: (field, value) => to.uint32(field * 8).uint32(value),
    bool: (field, value) => to.uint32(field * 8).bool(value),
    finish: () => plainBytes(to.finish()),
  };
}
