/** Builds a valid schema out of a draft in which only the choices are drawn. */
import { type ColumnKind, column } from '../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import type { EndpointTuple, TableSchema } from '../../engine/schema/table-schema.ts';

const DEEPEST = 3;

const TUPLE: EndpointTuple = {
  sourceAddress: 'src_ip',
  sourcePort: 'src_port',
  destinationAddress: 'dst_ip',
  destinationPort: 'dst_port',
  protocol: 'protocol',
};

export interface FieldDraft {
  readonly kind: ColumnKind;
  readonly nullable: boolean;
}

export interface ReferenceDraft {
  readonly keyKinds: readonly ColumnKind[];
  readonly pointsAtFirst: boolean;
  readonly fields: readonly FieldDraft[];
}

export interface ParentDraft {
  readonly pick: number;
  readonly required: boolean;
  readonly temporal: boolean;
}

export interface SequenceDraft {
  readonly context: number;
  readonly contextTemporal: boolean;
  readonly timed: boolean;
  readonly self: 'none' | 'plain' | 'temporal';
  readonly parents: readonly ParentDraft[];
  readonly references: readonly ParentDraft[];
  readonly fields: readonly FieldDraft[];
}

export interface LinkDraft {
  readonly timed: boolean;
  readonly tuple: boolean;
  readonly fields: readonly FieldDraft[];
}

export interface SchemaDraft {
  readonly root: readonly FieldDraft[];
  readonly references: readonly ReferenceDraft[];
  readonly sequences: readonly SequenceDraft[];
  readonly link: LinkDraft | null;
}

/** Lays the tables out: the subject, reference tables, sequences, and the link of the last two. */
export function schemaOf(draft: SchemaDraft): DatabaseSchema {
  const references: TableSchema[] = [];
  for (const [index, one] of draft.references.entries()) {
    references.push(referenceTable(`ref_${index}`, one, references[0]));
  }
  const root: TableSchema = {
    name: 'people',
    role: 'subject',
    timeColumn: null,
    primaryKey: ['subject_key'],
    relationships: [],
    columns: [column('subject_key', 'key'), ...columnsOf(draft.root)],
  };
  const link = draft.sequences.length >= 2 ? draft.link : null;
  const sequences: TableSchema[] = [];
  for (const [index, one] of draft.sequences.entries()) {
    const isEnd = link !== null && index >= draft.sequences.length - 2;
    const timed = one.timed || (isEnd && link.timed);
    const table = sequenceTable(`seq_${index}`, { ...one, timed }, { root, sequences, references });
    sequences.push(isEnd && link.tuple ? withTuple(table) : table);
  }
  const tables = [root, ...references, ...sequences];
  const ends = sequences.slice(-2);
  return { tables: link === null ? tables : [...tables, linkTable(link, root, ends)] };
}

function columnsOf(drafts: readonly FieldDraft[]) {
  return drafts.map((one, index) => column(`${one.kind}_${index}`, one.kind, one.nullable));
}

function referenceTable(
  name: string,
  draft: ReferenceDraft,
  first: TableSchema | undefined,
): TableSchema {
  const key = draft.keyKinds.map((kind, index) => column(`id_${index}`, kind));
  const plain: TableSchema = {
    name,
    role: 'reference',
    timeColumn: null,
    primaryKey: key.map((one) => one.name),
    relationships: [],
    columns: [...key, ...columnsOf(draft.fields)],
  };
  const isPointing = draft.pointsAtFirst && first !== undefined;
  return isPointing ? pointedAt(plain, first, { required: true, prefix: 'up' }) : plain;
}

interface Known {
  readonly root: TableSchema;
  readonly sequences: readonly TableSchema[];
  readonly references: readonly TableSchema[];
}

function sequenceTable(name: string, draft: SequenceDraft, known: Known): TableSchema {
  const owners = [known.root, ...known.sequences.filter((one) => depthOf(one, known) < DEEPEST)];
  const owner = owners[draft.context % owners.length] as TableSchema;
  const ownColumns = [
    column('subject_key', 'key'),
    column(`${name}_id`, 'key'),
    ...(draft.timed ? [column('at_us', 'time')] : []),
  ];
  let table: TableSchema = {
    name,
    role: 'sequence',
    timeColumn: draft.timed ? 'at_us' : null,
    primaryKey: ['subject_key', `${name}_id`],
    relationships: [],
    columns: ownColumns,
  };
  table = keyed(table, owner, {
    kind: 'context',
    required: true,
    temporal: draft.contextTemporal && draft.timed && owner.timeColumn !== null,
    prefix: 'own',
  });
  if (draft.self !== 'none') {
    const temporal = draft.self === 'temporal' && draft.timed;
    table = keyed(table, table, { kind: 'self', required: false, temporal, prefix: 'before' });
  }
  const others = known.sequences.filter((one) => one.name !== owner.name);
  for (const [index, one] of draft.parents.entries()) {
    const target = others[one.pick % Math.max(others.length, 1)];
    if (target === undefined) break;
    const temporal = one.temporal && draft.timed && target.timeColumn !== null;
    const options = { kind: 'parent' as const, required: one.required, temporal };
    table = keyed(table, target, { ...options, prefix: `p${index}` });
  }
  for (const [index, one] of draft.references.entries()) {
    const target = known.references[one.pick % Math.max(known.references.length, 1)];
    if (target === undefined) break;
    table = pointedAt(table, target, { required: one.required, prefix: `r${index}` });
  }
  return { ...table, columns: [...table.columns, ...columnsOf(draft.fields)] };
}

function depthOf(table: TableSchema, known: Known): number {
  const owner = table.relationships.find((one) => one.kind === 'context');
  const found = known.sequences.find((one) => one.name === owner?.target);
  return found === undefined ? 1 : 1 + depthOf(found, known);
}

interface KeyOptions extends Pick<Relationship, 'kind' | 'required' | 'temporal'> {
  readonly prefix: string;
}

/** Adds a key towards a table of the same subject; `subject_key` is shared. */
function keyed(table: TableSchema, target: TableSchema, options: KeyOptions): TableSchema {
  const { prefix, ...rest } = options;
  const own = target.primaryKey.slice(1).map((name) => `${prefix}_${name}`);
  const relationship: Relationship = {
    ...rest,
    columns: ['subject_key', ...own],
    target: target.name,
    targetColumns: target.primaryKey,
  };
  return {
    ...table,
    relationships: [...table.relationships, relationship],
    columns: [...table.columns, ...own.map((name) => column(name, 'key', !options.required))],
  };
}

function pointedAt(
  table: TableSchema,
  target: TableSchema,
  options: { readonly required: boolean; readonly prefix: string },
): TableSchema {
  const columns = target.primaryKey.map((name, index) => {
    const kind = target.columns.find((one) => one.name === name)?.kind ?? 'key';
    return column(`${options.prefix}_${index}`, kind, !options.required);
  });
  const relationship: Relationship = {
    kind: 'reference',
    columns: columns.map((one) => one.name),
    target: target.name,
    targetColumns: target.primaryKey,
    required: options.required,
    temporal: false,
  };
  return {
    ...table,
    relationships: [...table.relationships, relationship],
    columns: [...table.columns, ...columns],
  };
}

/** Adds the five-tuple, and the duration that widens a link's window. */
function withTuple(table: TableSchema): TableSchema {
  const more = [
    column('duration_us', 'duration', true),
    column('protocol', 'category'),
    column('src_ip', 'address'),
    column('src_port', 'port', true),
    column('dst_ip', 'address'),
    column('dst_port', 'port', true),
  ];
  return { ...table, columns: [...table.columns, ...more] };
}

function linkTable(draft: LinkDraft, root: TableSchema, ends: readonly TableSchema[]): TableSchema {
  const times = [column('dt_ms', 'real'), column('window_ms', 'real')];
  let table: TableSchema = {
    name: 'ties',
    role: 'link',
    timeColumn: null,
    primaryKey: ['subject_key', 'tie_id'],
    relationships: [],
    ...(draft.tuple ? { endpointTuple: TUPLE } : {}),
    columns: [
      column('subject_key', 'key'),
      column('tie_id', 'key'),
      ...(draft.timed ? times : []),
      ...(draft.tuple ? [column('method', 'category')] : []),
    ],
  };
  table = keyed(table, root, { kind: 'context', required: true, temporal: false, prefix: 'own' });
  for (const [index, end] of ends.entries()) {
    const options = { kind: 'parent' as const, required: true, temporal: false };
    table = keyed(table, end, { ...options, prefix: `end${index}` });
  }
  return { ...table, columns: [...table.columns, ...columnsOf(draft.fields)] };
}
