/**
 * The bytes of a text in UTF-8, where a surrogate that stands alone has three bytes, too: every
 * string comes back.
 *
 * @see Sapin, The WTF-8 encoding, section 4
 */
export function wideBytes(text: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) as number;
    if (point > 0xffff) at += 1;
    pushPoint(bytes, point);
  }
  return bytes;
}

function pushPoint(bytes: number[], point: number): void {
  const low = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), low(0));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), low(6), low(0));
  else bytes.push(0xf0 | (point >> 18), low(12), low(6), low(0));
}

/** The text of such bytes; what is none of them becomes a replacement character each. */
export function textOfBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes, at);
    text += String.fromCodePoint(length === 0 ? 0xfffd : pointAt(bytes, at, length));
    at += Math.max(1, length);
  }
  return text;
}

/** Bytes of the character that starts there, 0 where none does. */
function lengthOf(bytes: readonly number[], at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  for (let next = 1; next < length; next += 1) {
    if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return pointAt(bytes, at, length) > 0x10ffff ? 0 : length;
}

function pointAt(bytes: readonly number[], at: number, length: number): number {
  if (length < 2) return bytes[at] as number;
  let point = (bytes[at] as number) & (0xff >> (length + 1));
  for (let next = 1; next < length; next += 1) {
    point = point * 64 + ((bytes[at + next] as number) & 0x3f);
  }
  return point;
}
