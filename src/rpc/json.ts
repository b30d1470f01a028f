/** JSON text that is sent as it is, for what many readers get. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** JSON text in pieces, for answers that take too long to be put together in one go. */
export class JsonPieces {
  readonly pieces: readonly Buffer[];
  constructor(pieces: readonly Buffer[]) {
    this.pieces = pieces;
  }
}

const isInexact = (value: unknown): boolean => typeof value === "number" && !Number.isSafeInteger(value);

/** Whether reading numbers as floats lost something of the id or of a parameter. */
function lostDigits(message: unknown): boolean {
  if (typeof message !== "object" || message === null) return false;
  if (Array.isArray(message)) return message.some(lostDigits);
  const { id, params } = message as { id?: unknown; params?: unknown };
  if (isInexact(id)) return true;
  if (typeof params !== "object" || params === null) return false;
  return Object.values(params).some(isInexact);
}

/** A number as it stood in the text: beyond 2^53, or with a fraction. */
export class ExactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toJSON(): object {
    return JSON.rawJSON(this.source);
  }
}

const exactly = (text: string): unknown =>
  JSON.parse(text, (_key, value, context) =>
    isInexact(value) && context.source !== undefined ? new ExactNumber(context.source) : value,
  );

/**
 * Reads a message. Numbers that a float does not hold exactly come as `ExactNumber`, so that ids are echoed as they
 * were sent and amounts keep every digit.
 * @throws SyntaxError
 */
export function parseText(text: string): unknown {
  const message: unknown = JSON.parse(text);
  return lostDigits(message) ? exactly(text) : message;
}

/**
 * Reads some of the items or members of a long message's list or object, in brackets of their own. Numbers as in
 * `parseText`.
 * @throws SyntaxError
 */
export function parsePiece(text: string): object {
  const piece = JSON.parse(text) as object;
  return lostDigits(piece) || Object.values(piece).some(isInexact) ? (exactly(text) as object) : piece;
}

/** An integer of up to 64 bits as a JSON number with all its digits. */
export function jsonInteger(value: bigint): unknown {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : JSON.rawJSON(value.toString());
}

/** A value as JSON text. An absent result is null. */
export function toJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof JsonPieces) return Buffer.concat(value.pieces).toString();
  return JSON.stringify(value) ?? "null";
}
