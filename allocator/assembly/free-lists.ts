/**
 * The heads of the lists of free allocations, one for each order: an allocation of order n has 8 << n bytes. They are
 * globals, since all memory that this program sees is the other program's.
 */

/** The end of a list. */
export const none: u32 = 0xffffffff;

export const orders: u32 = 23;

let head0: u32 = none;
let head1: u32 = none;
let head2: u32 = none;
let head3: u32 = none;
let head4: u32 = none;
let head5: u32 = none;
let head6: u32 = none;
let head7: u32 = none;
let head8: u32 = none;
let head9: u32 = none;
let head10: u32 = none;
let head11: u32 = none;
let head12: u32 = none;
let head13: u32 = none;
let head14: u32 = none;
let head15: u32 = none;
let head16: u32 = none;
let head17: u32 = none;
let head18: u32 = none;
let head19: u32 = none;
let head20: u32 = none;
let head21: u32 = none;
let head22: u32 = none;

/** Empties all lists. */
export function clear(): void {
  for (let order: u32 = 0; order < orders; order++) setHead(order, none);
}

export function head(order: u32): u32 {
  switch (order) {
    case 0:
      return head0;
    case 1:
      return head1;
    case 2:
      return head2;
    case 3:
      return head3;
    case 4:
      return head4;
    case 5:
      return head5;
    case 6:
      return head6;
    case 7:
      return head7;
    case 8:
      return head8;
    case 9:
      return head9;
    case 10:
      return head10;
    case 11:
      return head11;
    case 12:
      return head12;
    case 13:
      return head13;
    case 14:
      return head14;
    case 15:
      return head15;
    case 16:
      return head16;
    case 17:
      return head17;
    case 18:
      return head18;
    case 19:
      return head19;
    case 20:
      return head20;
    case 21:
      return head21;
    default:
      return head22;
  }
}

export function setHead(order: u32, header: u32): void {
  switch (order) {
    case 0:
      head0 = header;
      break;
    case 1:
      head1 = header;
      break;
    case 2:
      head2 = header;
      break;
    case 3:
      head3 = header;
      break;
    case 4:
      head4 = header;
      break;
    case 5:
      head5 = header;
      break;
    case 6:
      head6 = header;
      break;
    case 7:
      head7 = header;
      break;
    case 8:
      head8 = header;
      break;
    case 9:
      head9 = header;
      break;
    case 10:
      head10 = header;
      break;
    case 11:
      head11 = header;
      break;
    case 12:
      head12 = header;
      break;
    case 13:
      head13 = header;
      break;
    case 14:
      head14 = header;
      break;
    case 15:
      head15 = header;
      break;
    case 16:
      head16 = header;
      break;
    case 17:
      head17 = header;
      break;
    case 18:
      head18 = header;
      break;
    case 19:
      head19 = header;
      break;
    case 20:
      head20 = header;
      break;
    case 21:
      head21 = header;
      break;
    default:
      head22 = header;
  }
}
