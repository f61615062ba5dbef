const NEWLINE = 0x0a;
const MINUS = 0x2d;
const ZERO = 0x30;
const LOW_DIGITS = 100_000_000;

/**
 * A growing run of bytes; the encoders of COPY text and of CSV write cells into it.
 *
 * The bytes handed out by `take` are the writer's own until the next write.
 */
export class ByteWriter {
  bytes: Buffer;
  at = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  /** Makes room for that many more bytes. */
  reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + more));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  /** Writes one byte. */
  byte(value: number): void {
    if (this.at === this.bytes.length) this.reserve(1);
    this.bytes[this.at] = value;
    this.at += 1;
  }

  newline(): void {
    this.byte(NEWLINE);
  }

  /** Writes a finite number in the shortest form that reads back to the same number. */
  number(value: number): void {
    this.reserve(26);
    if (!Number.isSafeInteger(value)) this.ascii(String(value));
    else if (value >= 0) this.natural(value);
    else {
      this.bytes[this.at] = MINUS;
      this.at += 1;
      this.natural(-value);
    }
  }

  /** Writes text that is known to be ASCII. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.at += this.bytes.write(text, this.at, 'latin1');
  }

  /** Writes text as UTF-8; a lone surrogate becomes U+FFFD. */
  utf8(text: string): void {
    this.reserve(text.length * 3);
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  /** What was written so far; starts anew. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at);
    this.at = 0;
    return taken;
  }

  /** Room must have been reserved. */
  private natural(value: number): void {
    if (value < LOW_DIGITS) {
      this.digits(value, digitCount(value));
      return;
    }
    const high = Math.floor(value / LOW_DIGITS);
    this.natural(high);
    this.digits(value - high * LOW_DIGITS, 8);
  }

  /** Writes the lowest `count` digits of an integer below 1e8. */
  private digits(value: number, count: number): void {
    let rest = value | 0;
    for (let place = this.at + count - 1; place >= this.at; place -= 1) {
      const tenth = (rest / 10) | 0;
      this.bytes[place] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.at += count;
  }
}

function digitCount(value: number): number {
  if (value < 10_000) {
    if (value < 100) return value < 10 ? 1 : 2;
    return value < 1000 ? 3 : 4;
  }
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  return value < 10_000_000 ? 7 : 8;
}
