import { hash } from "node:crypto";

/**
 * A name for bytes, within one process: equal for equal bytes, and nobody finds two with the same name. OpenSSL's SHA-256
 * takes a quarter of the time of the chain's hash, which is for what others see.
 */
export const bytesName = (bytes: Uint8Array): string => hash("sha256", bytes, "base64");
