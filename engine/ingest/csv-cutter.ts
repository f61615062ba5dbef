import type { LineHandler } from './line-splitter.ts';
import { splitQuoted } from './split-quoted.ts';

/** Receives the records of a CSV file in order; `line` is that of their beginning. */
export interface CsvHandler {
  /** Number of cells of a record, once it is known. */
  readonly width: number | null;
  cells(cells: readonly string[], line: number, text: string): void;
  defect(reason: string, line: number, sample: string): void;
}

/** How the file is written. */
export interface CsvShape {
  readonly delimiter: string;
  /** Longest record in characters. */
  readonly limit: number;
}

/**
 * Puts the lines of a CSV file together into records, whose quoted cells may hold line breaks.
 *
 * A quote that does not close, or closes over too many lines, costs its own line only: the reading
 * goes on at the next one.
 */
export class CsvCutter implements LineHandler {
  readonly #shape: CsvShape;
  readonly #handler: CsvHandler;
  /** Lines of the record whose quote is open. */
  #lines: string[] = [];
  #firstLine = 0;
  #chars = 0;

  constructor(shape: CsvShape, handler: CsvHandler) {
    this.#shape = shape;
    this.#handler = handler;
  }

  line(text: string, line: number): void {
    if (this.#lines.length > 0) this.#continue(text);
    else if (text.length > this.#shape.limit) this.#tooLong(text, line);
    else if (!text.includes('"')) {
      this.#handler.cells(text.split(this.#shape.delimiter), line, text);
    } else if (hasOddQuotes(text)) this.#open(text, line);
    else this.#giveQuoted(text, line);
  }

  defect(reason: string, line: number, sample: string): void {
    this.end();
    this.#handler.defect(reason, line, sample);
  }

  /** Tells that the file has ended. */
  end(): void {
    while (this.#lines.length > 0) this.#giveUp();
  }

  #open(text: string, line: number): void {
    this.#lines = [text];
    this.#firstLine = line;
    this.#chars = text.length;
  }

  #continue(text: string): void {
    this.#lines.push(text);
    this.#chars += text.length + 1;
    if (this.#chars > this.#shape.limit) this.#giveUp();
    else if (hasOddQuotes(text)) this.#close();
  }

  #close(): void {
    const record = this.#lines.join('\n');
    const cells = splitQuoted(record, this.#shape.delimiter);
    const { width } = this.#handler;
    if (cells === null || (width !== null && cells.length !== width)) {
      this.#giveUp();
      return;
    }
    this.#lines = [];
    this.#handler.cells(cells, this.#firstLine, record);
  }

  /** The open record's first line is bad; its other lines are read anew. */
  #giveUp(): void {
    const [first = '', ...rest] = this.#lines;
    const from = this.#firstLine;
    this.#lines = [];
    this.#handler.defect('has a quote that does not close where it should', from, first);
    rest.forEach((text, at) => {
      this.line(text, from + 1 + at);
    });
  }

  #giveQuoted(text: string, line: number): void {
    const cells = splitQuoted(text, this.#shape.delimiter);
    if (cells === null) this.#handler.defect('has a quote out of place', line, text);
    else this.#handler.cells(cells, line, text);
  }

  #tooLong(text: string, line: number): void {
    this.#handler.defect(`is longer than ${this.#shape.limit} characters`, line, text);
  }
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
