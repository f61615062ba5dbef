/** A unique record that was planted in training, to be looked for in the output. */
export interface Canary {
  readonly table: string;
  /** Random words that stand in no real value; each of the record's texts holds one of its own. */
  readonly words: readonly string[];
  /** Unusual numbers of the record, by column. */
  readonly numbers: Readonly<Record<string, number>>;
}
