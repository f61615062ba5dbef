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
  readonly database: DatabaseStore;
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
}

/** Columns of texts of which a language can be learned. */
export function languageColumns(story: Story, database: DatabaseStore): number {
  return textFields(story, database).length;
}

/**
 * Learns a language for each column of texts that leaves something to write; codes stay as they are.
 *
 * Texts of the subjects themselves are left to templates: there are as many as subjects.
 */
export async function learnLanguages(task: LanguagesTask): Promise<LearnedLanguages> {
  const { story, database, network, advance } = task;
  const fields = textFields(story, database);
  const share = { ...network, maxMinutes: network.maxMinutes / Math.max(1, fields.length) };
  const learned = new Map<Field, TextField>();
  const curve: CurvePoint[] = [];
  for (const { field, fields: all, store } of fields) {
    const language = await learnLanguage(
      {
        stats: field.stats,
        sample: sampleOf(store, field),
        decider: deciderOf(store, field, all),
        k: task.k,
      },
      { seed: task.seed, name: nameOf(store, field), network: share },
    );
    advance(1);
    if (language === null) continue;
    learned.set(field, { ...field, stats: { ...field.stats, language: language.stats } });
    curve.push(...language.curve);
  }
  return { story: withFields(story, learned), curve };
}

interface TextColumn {
  readonly field: TextField;
  readonly fields: readonly Field[];
  readonly store: TableStore;
}

function textFields({ tables }: Story, database: DatabaseStore): readonly TextColumn[] {
  return Object.values(tables).flatMap(({ table, fields }) => {
    const store = defined(database.tables.get(table), `table ${table} was read`);
    if (store.layout.table.role === 'subject' || store.rows === 0) return [];
    return fields.flatMap((field) => (field.type === 'text' ? [{ field, fields, store }] : []));
  });
}

function nameOf(store: TableStore, { column }: TextField): string {
  return `${store.layout.table.name} ${store.layout.table.columns[column]?.name}`;
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
