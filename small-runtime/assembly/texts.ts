import { constant } from "./keys";

/** Texts, which lie among the constants: `build.ts` puts them after the keys, in this order. */
const first: u32 = 8;

/** small */
export const smallTarget: u32 = first + 0;
/** small:count */
export const countKey: u32 = first + 1;
/** small:extrinsic */
export const extrinsicPrefix: u32 = first + 2;
/** small:open */
export const openKey: u32 = first + 3;
/** trap */
export const trapWord: u32 = first + 4;
/** loop */
export const loopWord: u32 = first + 5;
/** recurse */
export const recurseWord: u32 = first + 6;
/** exhaust */
export const exhaustWord: u32 = first + 7;
/** outside */
export const outsideWord: u32 = first + 8;
/** leave open */
export const leaveOpenWord: u32 = first + 9;
/** close */
export const closeWord: u32 = first + 10;
/** child */
export const childWord: u32 = first + 11;
/** timstap0 */
export const timeName: u32 = first + 12;
/** :code */
export const codeKey: u32 = first + 13;
/** :child_storage:default:x */
export const childRootKey: u32 = first + 14;
/** the block is not what its header says */
export const notItsHeader: u32 = first + 15;
/** aura */
export const auraType: u32 = first + 16;
/** gran */
export const granType: u32 = first + 17;
/** {} */
export const emptyObject: u32 = first + 18;
/** http */
export const httpWord: u32 = first + 19;
/** small:url */
export const urlKey: u32 = first + 20;
/** GET */
export const getWord: u32 = first + 21;
/** small:status */
export const statusKey: u32 = first + 22;
/** small:migrated */
export const migratedKey: u32 = first + 23;

/** A text by its place. */
export function text(index: u32): u64 {
  return constant(index);
}
