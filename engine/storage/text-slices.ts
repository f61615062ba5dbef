import type { TextChunks } from './bulk-loader.ts';

const NEWLINE = 0x0a;

/**
 * Cuts COPY text anew: slices of about `size` bytes, each of whole rows.
 *
 * @param chunks COPY text, cut anywhere
 * @param size bytes; a slice is larger only where one chunk or one row is
 */
export async function* wholeRowSlices(
  chunks: TextChunks,
  size: number,
): AsyncGenerator<Uint8Array[]> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (bytes + chunk.length < size || end === 0) {
      parts.push(chunk);
      bytes += chunk.length;
      continue;
    }
    parts.push(chunk.subarray(0, end));
    yield parts;
    parts = end < chunk.length ? [chunk.subarray(end)] : [];
    bytes = chunk.length - end;
  }
  if (bytes > 0) yield parts;
}
