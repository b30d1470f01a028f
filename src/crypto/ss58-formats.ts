/** The formats above 58 that the registry of SS58 knows; it knows all below. Source: ss58-registry 1.51.0. */
const registered = new Set([
  63, 65, 66, 67, 68, 69, 71, 72, 73, 77, 78, 81, 88, 89, 90, 92, 93, 98, 99, 100, 101, 105, 110, 113, 117, 126, 128,
  129, 131, 136, 137, 172, 252, 255, 268, 420, 440, 666, 777, 789, 995, 1110, 1221, 1222, 1284, 1285, 1328, 1337, 1516,
  1985, 2007, 2009, 2021, 2024, 2032, 2092, 2106, 2112, 2199, 2206, 2207, 2254, 3333, 4450, 5234, 5845, 6094, 7007,
  7013, 7306, 7391, 8866, 8883, 8886, 8888, 9072, 9807, 9935, 10041, 11330, 11331, 11486, 11820, 12155, 12191, 12850,
  13116, 14697, 14998, 29972,
]);

/** Whether the original reads an address of this format: others are left to networks that nobody registered. Rust: `Ss58AddressFormat::is_custom`. */
export function isRegisteredFormat(format: number): boolean {
  return format <= 58 || registered.has(format);
}

/** Whether a format is set aside for keys that are no accounts. Rust: `Ss58AddressFormat::is_reserved`. */
export function isReservedFormat(format: number): boolean {
  return format === 46 || format === 47;
}
