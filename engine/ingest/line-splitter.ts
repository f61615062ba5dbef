import { isUtf8 } from 'node:buffer';
import { SAMPLE_CHARS } from './bad-row.ts';

/** Receives the lines of a file in order; `line` counts from 1. */
export interface LineHandler {
  /** A line of valid UTF-8 without its end, without NUL. */
  line(text: string, line: number): void;
  /** A line that cannot be given: too long, not UTF-8, or with NUL. */
  defect(reason: string, line: number, sample: string): void;
}

/** Takes a file's bytes in chunks of any size. */
export interface ByteReader {
  push(chunk: Buffer): void;
  /** Tells that the file has ended. */
  end(): void;
}

const NEWLINE = 10;

/**
 * Cuts bytes into lines at LF or CRLF; a byte order mark is dropped.
 *
 * Holds at most one line of `limit` bytes beside the chunk at hand: of a longer line only the
 * beginning is kept, for its sample, and the rest runs past.
 */
export function createLineSplitter(limit: number, handler: LineHandler): ByteReader {
  const tail = createTail(limit);
  let line = 0;
  const giveTail = () => {
    line += 1;
    const { bytes, overlong } = tail.take();
    if (overlong) handler.defect(`is longer than ${limit} bytes`, line, bytes.toString());
    else giveLine(bytes, line, limit, handler);
  };
  return {
    push: (chunk) => {
      let start = 0;
      if (!tail.empty) {
        const end = chunk.indexOf(NEWLINE);
        tail.add(end < 0 ? chunk : chunk.subarray(0, end));
        if (end < 0) return;
        giveTail();
        start = end + 1;
      }
      const last = chunk.lastIndexOf(NEWLINE);
      if (last >= start) line = giveBlock(chunk.subarray(start, last), { line, limit }, handler);
      if (last + 1 < chunk.length) tail.add(chunk.subarray(Math.max(start, last + 1)));
    },
    end: () => {
      if (!tail.empty) giveTail();
    },
  };
}

interface BlockPosition {
  /** Lines given so far. */
  readonly line: number;
  readonly limit: number;
}

/** Gives the whole lines of a block, at once where the block is plain text. @returns lines given */
function giveBlock(block: Buffer, position: BlockPosition, handler: LineHandler): number {
  let { line } = position;
  const text = isUtf8(block) ? block.toString('utf8') : '\0';
  if (!text.includes('\0')) {
    for (const one of text.split('\n')) {
      line += 1;
      giveText(one, line, position.limit, handler);
    }
    return line;
  }
  let start = 0;
  while (start <= block.length) {
    const found = block.indexOf(NEWLINE, start);
    const end = found < 0 ? block.length : found;
    line += 1;
    giveLine(block.subarray(start, end), line, position.limit, handler);
    start = end + 1;
  }
  return line;
}

function giveLine(bytes: Buffer, line: number, limit: number, handler: LineHandler): void {
  const text = bytes.toString('utf8');
  const sample = text.slice(0, SAMPLE_CHARS);
  if (bytes.length > limit) handler.defect(`is longer than ${limit} bytes`, line, sample);
  else if (!isUtf8(bytes)) handler.defect('is not UTF-8', line, sample);
  else if (bytes.includes(0)) handler.defect('holds NUL', line, sample);
  else giveText(text, line, limit, handler);
}

function giveText(text: string, line: number, limit: number, handler: LineHandler): void {
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit) {
    handler.defect(`is longer than ${limit} bytes`, line, text.slice(0, SAMPLE_CHARS));
    return;
  }
  const start = line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = text.charCodeAt(text.length - 1) === 13 ? text.length - 1 : text.length;
  handler.line(end - start === text.length ? text : text.slice(start, end), line);
}

/** The beginning of a line whose end has not come yet. */
function createTail(limit: number) {
  let pieces: Buffer[] = [];
  let length = 0;
  let open = false;
  return {
    get empty() {
      return !open;
    },
    add: (piece: Buffer) => {
      open = true;
      // NOTE: the piece over the limit still comes in, so that the line is known to be overlong.
      if (length <= limit) pieces.push(piece);
      length += piece.length;
    },
    take: () => {
      const overlong = length > limit;
      const whole = Buffer.concat(pieces);
      const bytes = overlong ? whole.subarray(0, SAMPLE_CHARS) : whole;
      pieces = [];
      length = 0;
      open = false;
      return { bytes, overlong };
    },
  };
}
