import { defined } from '../core/invariant.ts';
import type { Field, TextField } from '../encoders/field.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import { type LanguageOptions, learnLanguage } from '../models/language/learn-language.ts';
import type { CurvePoint } from '../models/sequence-model.ts';
import { MISSING } from '../sequences/codes.ts';
import type { DatabaseStore, TableStore } from '../sequences/table-store.ts';
import type { Story, TableStory } from './story.ts';

/** Code of the deciding text where none decides. */
const NONE = 0;

/** What languages of texts are learned from, and how. */
export interface LanguagesTask {
  readonly story: Story;
  /** Of `textColumns`, those that are to be written. */
  readonly columns: readonly TextColumn[];
  readonly k: number;
  readonly seed: number;
  /** Minutes are for all columns together. */
  readonly network: LanguageOptions['network'];
  /** Told of each column that is done. */
  readonly advance: (columns: number) => void;
}

/** A story whose texts are written by languages, and how these trained. */
export interface LearnedLanguages {
  readonly story: Story;
  readonly curve: readonly CurvePoint[];
  /** Columns that left too little to write. */
  readonly poor: readonly TextColumn[];
}

/** A column of texts with what is known of it. */
export interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly field: TextField;
  readonly fields: readonly Field[];
  readonly store: TableStore;
}

/**
 * Columns of texts of which a language can be learned.
 *
 * Texts of the subjects themselves are left to templates: there are as many as subjects.
 */
export function textColumns({ tables }: Story, database: DatabaseStore): readonly TextColumn[] {
  return Object.values(tables).flatMap(({ table, fields }) => {
    const store = defined(database.tables.get(table), `table ${table} was read`);
    const { role, columns } = store.layout.table;
    if (role === 'subject' || store.rows === 0) return [];
    return fields.flatMap((field) => {
      if (field.type !== 'text') return [];
      const column = defined(columns[field.column], 'column exists').name;
      return [{ table, column, field, fields, store }];
    });
  });
}

/** Learns a language for each column that leaves something to write; codes stay as they are. */
export async function learnLanguages(task: LanguagesTask): Promise<LearnedLanguages> {
  const { story, columns, network, advance } = task;
  const share = { ...network, maxMinutes: network.maxMinutes / Math.max(1, columns.length) };
  const learned = new Map<Field, TextField>();
  const curve: CurvePoint[] = [];
  for (const { table, column, field, fields, store } of columns) {
    const language = await learnLanguage(
      {
        stats: field.stats,
        sample: sampleOf(store, field),
        decider: deciderOf(store, field, fields),
        k: task.k,
      },
      { seed: task.seed, name: `${table} ${column}`, network: share },
    );
    advance(1);
    if (language === null) continue;
    learned.set(field, { ...field, stats: { ...field.stats, language: language.stats } });
    curve.push(...language.curve);
  }
  const poor = columns.filter(({ field }) => !learned.has(field));
  return { story: withFields(story, learned), curve, poor };
}

function sampleOf(store: TableStore, { column }: TextField) {
  const { codes, dictionary } = defined(store.columns[column], 'column was read');
  const values = (dictionary?.values ?? []).map(String);
  return {
    length: store.rows,
    value: (row: number) => values[codes[row] as number] ?? null,
    subject: (row: number) => store.subjects[row] ?? row,
  };
}

/** By row: the code of the text that decides about this one, 0 where none does. */
function deciderOf(
  store: TableStore,
  { pairs }: TextField,
  fields: readonly Field[],
): (row: number) => number {
  const by = fields.find((one) => one.type === 'text' && one.variable === pairs?.variable);
  if (by?.type !== 'text') return () => NONE;
  const encoder = textEncoder(by.stats);
  const { codes, dictionary } = defined(store.columns[by.column], 'column was read');
  const known = (dictionary?.values ?? []).map((value) => encoder.encode(String(value)));
  return (row) => known[codes[row] as number] ?? MISSING;
}

function withFields(story: Story, learned: ReadonlyMap<Field, TextField>): Story {
  const changed = (one: TableStory): TableStory => ({
    ...one,
    fields: one.fields.map((field) => learned.get(field) ?? field),
  });
  const tables = Object.entries(story.tables).map(([name, one]) => [name, changed(one)] as const);
  return { ...story, tables: Object.fromEntries(tables) };
}
