/** A long string of a message as it came, quotes and all: most are hex, which is made bytes without becoming text first. */
export class LongText {
  private readonly quoted: Buffer;

  constructor(quoted: Buffer) {
    this.quoted = quoted;
  }

  get length(): number {
    return this.quoted.length - 2;
  }

  /** Some of its bytes. A string with escapes is not what it stands for. */
  slice(from: number, to: number): string {
    return this.quoted.toString("latin1", 1 + from, 1 + Math.min(to, this.length));
  }

  /** @throws SyntaxError when it is no JSON string. */
  toString(): string {
    return JSON.parse(this.quoted.toString("utf8")) as string;
  }
}

/** A value of a message, as text when it is a long one. */
export const plain = (value: unknown): unknown => (value instanceof LongText ? value.toString() : value);
