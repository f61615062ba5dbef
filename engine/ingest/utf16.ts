/** The encoding that a file's byte order mark names, null where it is not UTF-16. */
export function utf16Label(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return null;
}

/** Turns UTF-16 (what PowerShell writes by default) into UTF-8 chunk by chunk. */
export async function* utf16ToUtf8(
  label: 'utf-16le' | 'utf-16be',
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(label);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
