const [ZERO, NINE] = [48, 57];

/**
 * An IPv4 address as a number from 0 to 2^32 - 1.
 *
 * @returns -1 where the text is no address of four decimal parts
 */
export function ipv4Number(address: string): number {
  let sum = 0;
  let start = 0;
  for (let parts = 1; parts <= 4; parts += 1) {
    const found = address.indexOf('.', start);
    const end = parts === 4 ? address.length : found;
    const part = end < 0 || (parts === 4 && found >= 0) ? -1 : decimalByte(address, start, end);
    if (part < 0) return -1;
    sum = sum * 256 + part;
    start = end + 1;
  }
  return sum;
}

/** First and last address of a network, as numbers. @param bits length of its prefix */
export function ipv4Span(base: string, bits: number): readonly [number, number] {
  const size = 2 ** (32 - bits);
  const first = Math.floor(ipv4Number(base) / size) * size;
  return [first, first + size - 1];
}

/** One to three digits up to 255, else -1. */
function decimalByte(text: string, start: number, end: number): number {
  if (end <= start || end - start > 3) return -1;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return -1;
    value = value * 10 + code - ZERO;
  }
  return value > 255 ? -1 : value;
}
