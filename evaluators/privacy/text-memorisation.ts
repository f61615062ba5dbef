import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { ColumnKind } from '../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { disjointHalves } from '../ceiling/score-samples.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { ownedTablesOf, type SubjectRows } from '../relations/subject-walk.ts';

/** What is known of the rare runs of tokens that texts share with training. */
export interface TextMemory {
  /** Texts of at least 6 tokens that were looked at. */
  readonly texts: number;
  /** Share of them with a run of 6 tokens that few training subjects hold, and no other real one. */
  readonly share: number;
  /** Tokens of the longest such run, 0 if there is none; and the mean over the texts that have one. */
  readonly longest: number;
  readonly mean: number;
}

/** Synthetic texts, and holdout texts as the control. */
export interface TextMemories {
  readonly synthetic: TextMemory;
  readonly control: TextMemory;
  /** What a copy of training would show. */
  readonly copy: TextMemory;
}

const KINDS: readonly ColumnKind[] = ['path', 'text', 'category'];
const RUN = 6;
const MOST_TEXTS = 20_000;
const MOST_CHARACTERS = 500;
const TOKENS = /\p{L}+|\p{N}+|[^\s\p{L}\p{N}]+/gu;
const LEAST_TEXTS = 20;
const TEXTS_REMEMBERED = 100_000;
const BASE = 1_000_003;
const PRIME = 4_294_967_291;

/**
 * Rare runs of six tokens of training texts that recur in synthetic texts.
 *
 * A run is rare if fewer than k training subjects hold it and nobody in one half of the holdout
 * does. The control asks the same of the texts of the holdout's other half. Tokens are runs of
 * letters, of digits or of signs; the longest run counts tokens of neighbouring rare runs.
 *
 * @throws IncomputableMetricError below 20 texts of six tokens on a side
 */
export function textMemorisation(
  sides: Sides,
  { k, random }: { readonly k: number; readonly random: Random },
): TextMemories {
  const reader = createRunReader(sides.training.schema);
  const [released, others] = disjointHalves(sides.holdout, random.split('halves'));
  const rare = rareRuns(reader, { training: sides.training, others, k });
  const measure = (sample: SubjectSample, who: string) => {
    const texts = sample.subjects.flatMap((subject) => reader.textsOf(subject));
    const drawn = texts.length <= MOST_TEXTS ? texts : random.split(who).shuffle(texts);
    return memoryOf(drawn.slice(0, MOST_TEXTS).map(reader.runsOf), rare, who);
  };
  return {
    synthetic: measure(sides.synthetic, 'synthetic'),
    control: measure(released, 'holdout'),
    copy: measure(sides.training, 'training'),
  };
}

interface RunReader {
  textsOf(subject: SubjectRows): string[];
  /** Hashes of the runs of a text, in order. */
  runsOf(text: string): readonly number[];
}

/** Runs that some training subjects hold, but fewer than k, and none of the others. */
function rareRuns(
  reader: RunReader,
  {
    training,
    others,
    k,
  }: { readonly training: SubjectSample; readonly others: SubjectSample; readonly k: number },
): ReadonlySet<number> {
  const holders = new Map<number, number>();
  for (const subject of training.subjects) {
    for (const run of distinctRuns(reader, subject)) holders.set(run, (holders.get(run) ?? 0) + 1);
  }
  const rare = new Set<number>();
  for (const [run, count] of holders) if (count < k) rare.add(run);
  for (const subject of others.subjects) {
    for (const run of distinctRuns(reader, subject)) rare.delete(run);
  }
  return rare;
}

function distinctRuns(reader: RunReader, subject: SubjectRows): ReadonlySet<number> {
  const runs = new Set<number>();
  for (const text of new Set(reader.textsOf(subject))) {
    for (const run of reader.runsOf(text)) runs.add(run);
  }
  return runs;
}

function memoryOf(
  texts: readonly (readonly number[])[],
  rare: ReadonlySet<number>,
  who: string,
): TextMemory {
  const lengths = texts.filter((runs) => runs.length > 0).map((runs) => longestRare(runs, rare));
  if (lengths.length < LEAST_TEXTS) {
    throw new IncomputableMetricError(
      `texts of ${who}: too few of ${RUN} tokens: ${lengths.length}; give at least ${LEAST_TEXTS}`,
      { texts: lengths.length },
    );
  }
  const held = lengths.filter((length) => length > 0);
  return {
    texts: lengths.length,
    share: held.length / lengths.length,
    longest: held.reduce((most, length) => Math.max(most, length), 0),
    mean: held.length === 0 ? 0 : held.reduce((sum, length) => sum + length, 0) / held.length,
  };
}

/** Tokens of the longest stretch of neighbouring runs that are all rare. */
function longestRare(runs: readonly number[], rare: ReadonlySet<number>): number {
  let [longest, current] = [0, 0];
  for (const run of runs) {
    current = rare.has(run) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest === 0 ? 0 : longest + RUN - 1;
}

/** Remembers the runs of texts, as most texts recur. */
function createRunReader(schema: DatabaseSchema): RunReader {
  const columns = textColumns(schema);
  const known = new Map<string, readonly number[]>();
  const runsOf = (text: string) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const runs = hashedRuns(text);
    if (known.size < TEXTS_REMEMBERED) known.set(text, runs);
    return runs;
  };
  const textsOf = ({ tables }: SubjectRows) =>
    columns.flatMap(({ table, at }) =>
      (tables.get(table) ?? []).flatMap((row) => {
        const value = row[at];
        return typeof value === 'string' ? [value.slice(0, MOST_CHARACTERS)] : [];
      }),
    );
  return { textsOf, runsOf };
}

function textColumns(schema: DatabaseSchema) {
  return ownedTablesOf(schema)
    .filter(({ role }) => role === 'sequence')
    .flatMap((table) =>
      [...table.columns.entries()]
        .filter(([, { kind }]) => KINDS.includes(kind))
        .map(([at]) => ({ table: table.name, at })),
    );
}

function hashedRuns(text: string): readonly number[] {
  const tokens = (text.match(TOKENS) ?? []).map(hashOf);
  const runs: number[] = [];
  for (let end = RUN; end <= tokens.length; end += 1) {
    let hash = 0;
    for (let at = end - RUN; at < end; at += 1) hash = (hash * BASE + (tokens[at] ?? 0)) % PRIME;
    runs.push(hash);
  }
  return runs;
}

/** Polynomial hash below 2^32; factors stay below 2^20, so that products are exact. */
function hashOf(token: string): number {
  let hash = 7;
  for (let at = 0; at < token.length; at += 1) hash = (hash * 131 + token.charCodeAt(at)) % PRIME;
  return hash;
}
