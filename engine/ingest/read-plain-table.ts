import { DataError } from '../core/errors.ts';
import type { PlainTable } from '../core/plain-table.ts';
import { openCaptureBytes } from './capture-bytes.ts';
import { CsvCutter } from './csv-cutter.ts';
import { DEFAULT_LIMITS } from './ingest-limits.ts';
import { createLineSplitter } from './line-splitter.ts';
import { isParquet, readPlainParquet } from './read-plain-parquet.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const MOST_COLUMNS = 10_000;
/** Command lines and documents are long; a line is counted in bytes, up to 4 a character. */
const RECORD_CHARS = 1024 * 1024;
const LINE_BYTES = 4 * RECORD_CHARS;

/** How a plain file says that a cell is missing. */
export interface PlainTableOptions {
  /** Texts of a CSV cell that stand for a missing value besides the empty one. */
  readonly missing?: readonly string[];
}

/**
 * Reads a CSV (RFC 4180; also `;`, tab or `|`; gzip) or Parquet file with a header into columns.
 *
 * The file decides by its content, not by its name. All of it is held in memory; equal texts of a
 * column are held once.
 *
 * @throws DataError with file and line for a record that does not fit the header
 */
export async function readPlainTable(
  file: string,
  options: PlainTableOptions = {},
): Promise<PlainTable> {
  if (!(await isParquet(file))) return readPlainCsv(file, new Set(options.missing ?? []));
  const table = await readPlainParquet(file);
  refuseNameless(
    file,
    table.columns.map(({ name }) => name),
  );
  return table;
}

function refuseNameless(file: string, names: readonly string[]): void {
  const at = names.findIndex((name) => name.trim() === '');
  if (at < 0) return;
  throw new DataError(
    `${file}: a column has no name: column ${at + 1} of ${names.length}; name it in the header`,
    { file, column: at + 1 },
  );
}

async function readPlainCsv(file: string, missing: ReadonlySet<string>): Promise<PlainTable> {
  const { chunks } = await openCaptureBytes(file, DEFAULT_LIMITS);
  const table = openCsvTable(file, missing);
  for await (const chunk of plainly(file, chunks)) table.push(chunk);
  return table.end();
}

/** The chunks; a damaged gzip in plain words. */
async function* plainly(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof DataError && error.details.code === 'Z_DATA_ERROR') {
      throw new DataError(`${file}: is damaged inside gzip; write it again`, { file }, error);
    }
    throw error;
  }
}

/** The header's column names, and the values gathered below them. */
interface Gathered {
  names: readonly string[] | null;
  readonly lists: (string | null)[][];
  readonly known: Map<string, string>[];
}

function openCsvTable(file: string, missing: ReadonlySet<string>) {
  const gathered: Gathered = { names: null, lists: [], known: [] };
  const refuse = (line: number, what: string, remedy: string): never => {
    throw new DataError(`${file}:${line}: ${what}; ${remedy}`, { file, line });
  };
  const addHeader = (cells: readonly string[], line: number) => {
    refuseNameless(file, cells);
    if (new Set(cells).size < cells.length) {
      const twice = cells.find((cell, at) => cells.indexOf(cell) < at) ?? '';
      refuse(line, `two columns have one name: ${twice}`, 'name each column once');
    }
    if (cells.length > MOST_COLUMNS) {
      refuse(line, `too many columns: ${cells.length}`, `give at most ${MOST_COLUMNS}`);
    }
    gathered.names = cells;
    for (const _ of cells) {
      gathered.lists.push([]);
      gathered.known.push(new Map());
    }
  };
  const cutter = openCutter({
    width: () => gathered.names?.length ?? null,
    cells: (cells, line, text) => {
      if (text === '' && gathered.names?.length !== 1) return;
      if (gathered.names === null) addHeader(cells, line);
      else if (cells.length !== gathered.names.length) {
        const fields = `${cells.length} fields where the header has ${gathered.names.length}`;
        refuse(line, fields, 'quote cells that hold the delimiter');
      } else addCells(gathered, cells, missing);
    },
    defect: (reason, line) =>
      refuse(line, reason, reason.includes('longer') ? 'shorten its cells' : 'mend the file'),
  });
  const end = (): PlainTable => {
    cutter.end();
    const { names, lists } = gathered;
    if (names === null)
      throw new DataError(`${file}: no header: 0 lines; give a CSV or Parquet file`);
    return {
      name: file,
      rows: lists[0]?.length ?? 0,
      columns: names.map((name, at) => ({ name, values: lists[at] ?? [] })),
    };
  };
  return { push: cutter.push, end };
}

function addCells(gathered: Gathered, cells: readonly string[], missing: ReadonlySet<string>) {
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] as string;
    gathered.lists[at]?.push(
      cell === '' || missing.has(cell) ? null : shared(gathered.known[at], cell),
    );
  }
}

/** One copy of equal texts, which also lets go of the piece of the file it was cut from. */
function shared(known: Map<string, string> | undefined, text: string): string {
  const copy = known?.get(text);
  if (copy !== undefined) return copy;
  known?.set(text, text);
  return text;
}

interface CellHandler {
  width(): number | null;
  cells(cells: readonly string[], line: number, text: string): void;
  defect(reason: string, line: number): void;
}

/** Lines to cells; the first line tells the delimiter. */
function openCutter(handler: CellHandler) {
  let cutter: CsvCutter | null = null;
  let chars = 0; // of the record at hand
  const defect = (reason: string, line: number) => {
    const isLong = chars > RECORD_CHARS;
    handler.defect(isLong ? `is a record longer than ${RECORD_CHARS} characters` : reason, line);
  };
  const open = (header: string) =>
    new CsvCutter(
      { delimiter: delimiterOf(header), limit: RECORD_CHARS },
      {
        get width() {
          return handler.width();
        },
        cells: (cells, line, text) => {
          chars = 0;
          handler.cells(cells, line, text);
        },
        defect,
      },
    );
  const splitter = createLineSplitter(LINE_BYTES, {
    line: (text, line) => {
      cutter ??= open(text);
      chars += text.length + 1;
      cutter.line(text, line);
    },
    defect: (reason, line) => handler.defect(reason, line),
  });
  const end = () => {
    splitter.end();
    cutter?.end();
  };
  return { push: (chunk: Buffer) => splitter.push(chunk), end };
}

/** The delimiter that the header holds most often, a comma where it holds none. */
function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
