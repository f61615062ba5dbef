import type { Frame } from '../models/frame.ts';

const FIRST_SIZE = 65_536;

/**
 * Codes of a subject's rows while they are drawn, block after block in one array.
 *
 * The array may move when it grows; the frames that were opened here move with it.
 */
export class CodeArena {
  codes: Int32Array;
  readonly #zeros: number;
  readonly #frames: Frame[] = [];
  #top: number;
  #epoch = 0;

  /** @param zeros width of the widest record: what a view without a row shows */
  constructor(zeros: number) {
    this.#zeros = zeros;
    this.#top = zeros;
    this.codes = new Int32Array(Math.max(FIRST_SIZE, 2 * zeros));
  }

  /** A frame over this arena whose views show nothing. */
  frame(views: number): Frame {
    const frame = { codes: this.codes, at: new Int32Array(views), epoch: this.#epoch };
    this.#frames.push(frame);
    return frame;
  }

  /** Room for `width` codes, all 0. */
  take(width: number): number {
    const at = this.#top;
    this.#top += width;
    if (this.#top > this.codes.length) this.#grow();
    return at;
  }

  /** Gives all blocks back. */
  clear(): void {
    this.codes.fill(0, this.#zeros, this.#top);
    this.#top = this.#zeros;
    this.#epoch += 1;
    for (const frame of this.#frames) frame.epoch = this.#epoch;
  }

  #grow(): void {
    const next = new Int32Array(2 * this.#top);
    next.set(this.codes);
    this.codes = next;
    for (const frame of this.#frames) frame.codes = next;
  }
}
