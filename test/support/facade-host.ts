import { ecdsaRecover } from "../../src/crypto/ecdsa.ts";
import { blake2b128, blake2b256, twox64 } from "../../src/crypto/hashing.ts";
import { checkSignature } from "../../src/crypto/signature-check.ts";
import { concatBytes, fromHex, type StateKey, toHex, toKey } from "../../src/lib/bytes.ts";

/** The part of the WebAssembly API that the program's tests use beside the project's own declarations. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer };
    Instance: new (
      module: object,
      imports: object,
    ) => { readonly exports: Readonly<Record<string, (at: number, length: number) => bigint>> };
  };
};

/** A program in memory, as a Substrate host runs it: a new instance for each call. */
export interface FacadeHost {
  /** Calls a function on a state. @throws WebAssembly.RuntimeError when the program stops itself */
  call(method: string, args: Uint8Array, get: (key: StateKey) => Uint8Array | undefined): Uint8Array;
}

const heapBase = 16 * 65_536;

/** Makes a host of a program that asks for no more than the light clients' program does. */
export function facadeHost(program: Uint8Array): FacadeHost {
  const module = new WebAssembly.Module(program);
  return {
    call(method, args, get) {
      const memory = new WebAssembly.Memory({ initial: 32 });
      let free = heapBase;
      const allocate = (bytes: number): number => {
        const at = free;
        free += bytes;
        return at;
      };
      const put = (bytes: Uint8Array): number => {
        const at = allocate(bytes.length);
        new Uint8Array(memory.buffer).set(bytes, at);
        return at;
      };
      const taken = (at: number, length: number): Uint8Array => new Uint8Array(memory.buffer.slice(at, at + length));
      const read = (slice: bigint): Uint8Array =>
        taken(Number(slice & 0xffff_ffffn), Number((slice >> 32n) & 0xffff_ffffn));
      const give = (bytes: Uint8Array): bigint => BigInt(put(bytes)) | (BigInt(bytes.length) << 32n);
      const check = (scheme: "sr25519" | "ed25519") => (signature: number, message: bigint, key: number) =>
        Number(
          checkSignature({
            ...{
              scheme,
              signature: toHex(taken(signature, 64)),
              message: read(message),
              publicKey: toHex(taken(key, 32)),
            },
          }),
        );
      const env = {
        memory,
        ext_allocator_malloc_version_1: allocate,
        ext_storage_get_version_1(key: bigint) {
          const value = get(toKey(read(key)));
          return give(
            value === undefined ? Uint8Array.of(0) : concatBytes(Uint8Array.of(1), compact(value.length), value),
          );
        },
        ext_hashing_twox_64_version_1: (bytes: bigint) => put(twox64(read(bytes))),
        ext_hashing_blake2_128_version_1: (bytes: bigint) => put(blake2b128(read(bytes))),
        ext_hashing_blake2_256_version_1: (bytes: bigint) => put(blake2b256(read(bytes))),
        ext_crypto_sr25519_verify_version_2: check("sr25519"),
        ext_crypto_ed25519_verify_version_1: check("ed25519"),
        ext_crypto_secp256k1_ecdsa_recover_compressed_version_2(signature: number, hash: number) {
          const key = ecdsaRecover(toHex(taken(signature, 65)), taken(hash, 32));
          return give(key === undefined ? Uint8Array.of(1, 0) : concatBytes(Uint8Array.of(0), fromHex(key)));
        },
      };
      const { exports } = new WebAssembly.Instance(module, { env });
      const run = exports[method];
      if (run === undefined) throw new Error(`the program has no ${method}`);
      return read(run(put(args), args.length));
    },
  };
}

function compact(value: number): Uint8Array {
  if (value < 64) return Uint8Array.of(value << 2);
  if (value < 16_384) return Uint8Array.of(((value << 2) & 0xff) | 1, value >> 6);
  return Uint8Array.of(((value << 2) & 0xff) | 2, (value >> 6) & 0xff, (value >> 14) & 0xff, value >> 22);
}
