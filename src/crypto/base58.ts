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

/** The digit of each character code; 58 for those that are none. */
const digitOf = Uint8Array.from({ length: 128 }, (_, code) => (alphabet.indexOf(String.fromCharCode(code)) + 59) % 59);
/** So many digits are taken together: times a byte, and with what is carried, they stay exact. */
const together = 5;

/** Base58 to bytes; undefined when a character is not of the alphabet. */
export function base58Decode(text: string): Uint8Array | undefined {
  let zeros = 0;
  while (text[zeros] === "1") zeros++;
  // The number in bytes, the least first: a digit is less than six bits.
  const bytes = new Uint8Array(Math.ceil(((text.length - zeros) * 6) / 8));
  let length = 0;
  for (let at = zeros; at < text.length; ) {
    const end = Math.min(at + together, text.length);
    let carry = 0;
    let factor = 1;
    for (; at < end; at++) {
      const digit = digitOf[text.charCodeAt(at)] ?? 58;
      if (digit === 58) return undefined;
      carry = carry * 58 + digit;
      factor *= 58;
    }
    for (let index = 0; index < length; index++) {
      carry += (bytes[index] as number) * factor;
      bytes[index] = carry & 255;
      carry = Math.floor(carry / 256);
    }
    for (; carry > 0; carry = Math.floor(carry / 256)) bytes[length++] = carry & 255;
  }
  const decoded = new Uint8Array(zeros + length);
  for (let index = 0; index < length; index++) decoded[zeros + index] = bytes[length - 1 - index] as number;
  return decoded;
}
