const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Bytes to base58 (Bitcoin's alphabet). */
export function base58Encode(bytes: Uint8Array): string {
  let zeros = 0;
  while (bytes[zeros] === 0) zeros++;
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  let text = "";
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  return "1".repeat(zeros) + text;
}

/** Base58 to bytes; undefined when a character is not of the alphabet. */
export function base58Decode(text: string): Uint8Array | undefined {
  let number = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    number = number * 58n + BigInt(digit);
  }
  let zeros = 0;
  while (text[zeros] === "1") zeros++;
  const digits = number === 0n ? "" : number.toString(16);
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
  return new Uint8Array([...new Uint8Array(zeros), ...Buffer.from(hex, "hex")]);
}
