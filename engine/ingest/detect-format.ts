import { type CaptureFormat, FORMATS_OF_KIND, type SourceKind } from '../core/capture-format.ts';
import { DataError } from '../core/errors.ts';
import { openCaptureBytes } from './capture-bytes.ts';
import { looksLikeEcsFlow } from './ecs-flow-json.ts';
import { DEFAULT_LIMITS, type IngestLimits } from './ingest-limits.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { isNfdumpHeader } from './nfdump-csv.ts';
import { looksLikeWindowsEvent } from './sysmon-json.ts';
import { isTsharkDnsHeader } from './tshark-dns-csv.ts';
import { isUgr16Header, isUgr16Row } from './ugr16-csv.ts';
import { zeekLogOf } from './zeek-json.ts';

/** How much of a file is looked at. */
const PEEK_BYTES = 256 * 1024;
const PEEK_LINES = 50;

/**
 * Tells from a file's first lines in which format it is written.
 *
 * @throws DataError if the format is not known, or holds records of another kind
 */
export async function detectFormat(
  file: string,
  kind: SourceKind,
  limits: IngestLimits = DEFAULT_LIMITS,
): Promise<CaptureFormat> {
  const start = await firstText(file, limits);
  const format = formatOf(start.split(/\r?\n/).slice(0, PEEK_LINES));
  if (format !== null && FORMATS_OF_KIND[kind].includes(format)) return format;
  const found = format ?? (start.trim() === '' ? 'no text' : 'none that is known');
  throw new DataError(
    `${file}: cannot read ${kind}: its first lines look like: ${found}; ` +
      `name its format (${FORMATS_OF_KIND[kind].join(', ')})`,
    { file, kind, found },
  );
}

async function firstText(file: string, limits: IngestLimits): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of (await openCaptureBytes(file, limits)).chunks) {
    pieces.push(piece);
    length += piece.length;
    if (length >= PEEK_BYTES) break;
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
}

function formatOf(lines: readonly string[]): CaptureFormat | null {
  const [first = ''] = lines;
  if (first.startsWith('<')) return 'sysmon-xml';
  if (first.startsWith('#')) return zeekTsvOf(lines);
  if (first.startsWith('{')) return jsonFormatOf(lines);
  return csvFormatOf(first);
}

function zeekTsvOf(lines: readonly string[]): CaptureFormat | null {
  const fields = lines.find((line) => line.startsWith('#fields'));
  if (fields === undefined || !fields.includes('id.orig_h')) return null;
  if (fields.includes('conn_state')) return 'zeek-conn-tsv';
  return /\b(?:trans_id|query)\b/.test(fields) ? 'zeek-dns-tsv' : null;
}

/** The first line that says what it is decides; lines that do not parse are passed over. */
function jsonFormatOf(lines: readonly string[]): CaptureFormat | null {
  for (const line of lines) {
    const object = objectOf(line);
    const log = object === null ? null : zeekLogOf(object);
    if (log !== null) return `zeek-${log}-json`;
    if (object !== null && isWindowsEvent(object)) return 'sysmon-jsonl';
    if (object !== null && looksLikeEcsFlow(object)) return 'ecs-flow-json';
  }
  return null;
}

function isWindowsEvent(object: JsonObject): boolean {
  try {
    return looksLikeWindowsEvent(object);
  } catch {
    return false;
  }
}

function objectOf(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function csvFormatOf(first: string): CaptureFormat | null {
  const cells = first.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1'));
  if (isTsharkDnsHeader(cells)) return 'tshark-dns-csv';
  if (isUgr16Header(cells) || isUgr16Row(cells)) return 'ugr16-csv';
  return isNfdumpHeader(cells) ? 'nfdump-csv' : null;
}
