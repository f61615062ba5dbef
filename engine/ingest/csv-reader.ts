import { RowDefect } from './bad-row.ts';
import { CsvCutter } from './csv-cutter.ts';
import { type ByteReader, createLineSplitter } from './line-splitter.ts';
import type { ReaderContext } from './reader-context.ts';
import type { RowSink } from './row-sink.ts';

/** Turns the records of a CSV file into ours, its header among them. */
export interface CsvParser<R> {
  /** Cells of a record, null before the header is known. */
  readonly width: number | null;
  /** @returns null for a record that is no row, such as a header @throws RowDefect */
  parse(cells: readonly string[]): R | null;
}

/** Reads a comma-separated file through a parser of its records. */
export function createCsvReader<R>(
  { limits }: ReaderContext,
  sink: RowSink<R>,
  parser: CsvParser<R>,
): ByteReader {
  const parse = (cells: readonly string[]) => parser.parse(cells);
  const cutter = new CsvCutter(
    { delimiter: ',', limit: limits.recordChars },
    {
      get width() {
        return parser.width;
      },
      cells: (cells, line, text) => {
        if (text.trim() === '') sink.skip();
        else sink.accept({ line, input: cells, sample: text }, parse);
      },
      defect: (reason, line, sample) => sink.bad(line, reason, sample),
    },
  );
  const splitter = createLineSplitter(limits.lineBytes, cutter);
  return {
    push: (chunk) => splitter.push(chunk),
    end: () => {
      splitter.end();
      cutter.end();
    },
  };
}

/** Checks a record's number of cells. @throws RowDefect if it is another */
export function checkWidth(cells: readonly string[], width: number): void {
  if (cells.length === width) return;
  throw new RowDefect(`has ${cells.length} fields in place of ${width}`);
}
