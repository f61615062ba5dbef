import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CyclicSchemaError, SchemaError } from '../../../engine/core/errors.ts';
import { column } from '../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../engine/schema/database-schema.ts';
import type { Relationship } from '../../../engine/schema/relationship.ts';
import type { TableSchema } from '../../../engine/schema/table-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { validateSchema } from '../../../engine/schema/validate-schema.ts';

describe('validateSchema', () => {
  for (const events of [true, false]) {
    for (const flows of [true, false]) {
      it(`should accept the shipped schema with events ${events} and flows ${flows}`, () => {
        expect(() => validateSchema(telemetrySchema({ events, flows }))).not.to.throw();
      });
    }
  }

  const broken: readonly (readonly [string, DatabaseSchema, RegExp])[] = [
    ['no subject table', without('people'), /exactly one subject table: none; give one table/],
    [
      'two subject tables',
      adding({ ...tableNamed('people'), name: 'firms' }),
      /exactly one subject table: people, firms/,
    ],
    ['a table twice', adding(tableNamed('orders')), /table declared twice: orders; rename/],
    [
      'a name that SQL would fold',
      changing('orders', { name: 'Orders' }),
      /not an identifier: "Orders"; use/,
    ],
    [
      'a name of 49 letters',
      changingColumn('orders', 'amount', { name: 'a'.repeat(49) }),
      /not an identifier/,
    ],
    [
      'a column twice',
      changing('orders', { columns: [...tableNamed('orders').columns, column('amount', 'real')] }),
      /column declared twice: amount/,
    ],
    [
      'an unknown kind',
      changingColumn('orders', 'amount', { kind: 'money' as never }),
      /orders\.amount: no such kind: money; use one of key/,
    ],
    [
      'an unknown role',
      changing('orders', { role: 'view' as never }),
      /table orders: no such role: view/,
    ],
    [
      'a primary key without the subject first',
      changing('orders', { primaryKey: ['order_id', 'subject_key'] }),
      /primary key does not begin with subject_key: order_id, subject_key; put it first/,
    ],
    [
      'a primary key that may be null',
      changingColumn('orders', 'order_id', { nullable: true }),
      /orders\.order_id: primary key may be null/,
    ],
    [
      'a primary key of no column',
      changing('orders', { primaryKey: ['subject_key', 'lost_id'] }),
      /primary key names no column: lost_id/,
    ],
    [
      'a sequence of one row a subject',
      changing('orders', { primaryKey: ['subject_key'] }),
      /one row a subject at most/,
    ],
    [
      'a time column that does not exist',
      changing('orders', { timeColumn: 'when_us' }),
      /time column does not exist: when_us; declare it/,
    ],
    [
      'a time column that is no time',
      changing('orders', { timeColumn: 'amount' }),
      /orders\.amount: time column cannot order rows: real/,
    ],
    [
      'a sequence without an owner',
      changing('orders', { relationships: [] }),
      /orders: needs exactly one context: 0; mark one key as context/,
    ],
    [
      'a sequence with two owners',
      changing('lines', { relationships: [key(), key({ target: 'people' })] }),
      /lines: needs exactly one context: 2/,
    ],
    [
      'a key without the subject first',
      changing('lines', { relationships: [key({ columns: ['order_id', 'subject_key'] })] }),
      /key \(order_id, subject_key\): does not begin with subject_key: order_id; put it first/,
    ],
    [
      'a key that misses the primary key',
      changing('lines', { relationships: [key({ targetColumns: ['subject_key', 'amount'] })] }),
      /does not point at the primary key of orders: subject_key, amount; use subject_key, order_id/,
    ],
    [
      'a key of a column that does not exist',
      changing('lines', { relationships: [key({ columns: ['subject_key', 'lost_id'] })] }),
      /no such column: lost_id; declare it/,
    ],
    [
      'a key to a table that does not exist',
      changing('lines', { relationships: [key({ target: 'offers' })] }),
      /no such table: offers; name one of its tables/,
    ],
    [
      'a key of another kind than its target',
      changingColumn('lines', 'order_id', { kind: 'text' }),
      /order_id is text, orders\.order_id is key; make them alike/,
    ],
    [
      'a required key that may be null',
      changingColumn('lines', 'order_id', { nullable: true }),
      /required key may be null: order_id; make it not nullable/,
    ],
    [
      'an optional key that cannot be null',
      changing('lines', { relationships: [key({ kind: 'parent', required: false })] }),
      /optional key cannot be null: subject_key, order_id/,
    ],
    [
      'a context that is not required',
      changing('lines', { relationships: [key({ required: false })] }),
      /a context is always required/,
    ],
    [
      'a temporal key without a time',
      changing('lines', { relationships: [key({ temporal: true })] }),
      /temporal without a time: lines; name its time column/,
    ],
    [
      'a self reference to another table',
      changing('lines', { relationships: [key({ kind: 'self' })] }),
      /kind self means the table itself: self -> orders/,
    ],
    [
      'a parent that is no sequence',
      changing('lines', { relationships: [key({ kind: 'parent', target: 'people' })] }),
      /a parent is a sequence table: people is subject; change the kind/,
    ],
    [
      'a link with one parent',
      changing('ties', { relationships: tableNamed('ties').relationships.slice(0, 2) }),
      /ties: a link needs two required parents in different tables: orders; name both/,
    ],
    [
      'a link with an endpoint tuple that its ends lack',
      changing('ties', {
        endpointTuple: {
          sourceAddress: 'src_ip',
          sourcePort: 'src_ip',
          destinationAddress: 'src_ip',
          destinationPort: 'src_ip',
          protocol: 'src_ip',
        },
      }),
      /endpoint tuple names no column of orders: src_ip; declare the column/,
    ],
  ];

  for (const [what, schema, message] of broken) {
    it(`should refuse ${what}`, () => {
      const error = thrownBy(() => validateSchema(schema));

      expect(error).to.be.instanceOf(SchemaError);
      expect(error.message).to.match(message);
    });
  }

  it('should report all problems at once, each with its place', () => {
    const schema = {
      tables: [
        ...without('orders').tables,
        { ...tableNamed('orders'), timeColumn: 'lost', primaryKey: ['order_id'] },
      ],
    };

    const problems = thrownBy(() => validateSchema(schema)).details.problems as string[];

    expect(problems.length).to.be.at.least(3);
    expect(problems.every((problem) => /^(table|schema).*: .*: .*; /.test(problem))).to.equal(true);
  });

  it('should look for circles when nothing else is wrong', () => {
    const back = key({
      kind: 'parent',
      target: 'lines',
      targetColumns: ['subject_key', 'line_id'],
    });
    const orders = tableNamed('orders');
    const schema = changing('orders', { relationships: [...orders.relationships, back] });

    expect(() => validateSchema(schema)).to.throw(CyclicSchemaError);
  });
});

function key(change: Partial<Relationship> = {}): Relationship {
  return {
    kind: 'context',
    columns: ['subject_key', 'order_id'],
    target: 'orders',
    targetColumns: ['subject_key', 'order_id'],
    required: true,
    temporal: false,
    ...change,
  };
}

function shop(): DatabaseSchema {
  const owned = key({ columns: ['subject_key'], target: 'people', targetColumns: ['subject_key'] });
  const line = key({
    kind: 'parent',
    columns: ['subject_key', 'line_id'],
    target: 'lines',
    targetColumns: ['subject_key', 'line_id'],
  });
  const sequence = { role: 'sequence' as const, timeColumn: null };
  const keys = (...names: string[]) => names.map((name) => column(name, 'key'));
  return {
    tables: [
      {
        name: 'people',
        role: 'subject',
        timeColumn: null,
        primaryKey: ['subject_key'],
        relationships: [],
        columns: keys('subject_key'),
      },
      {
        ...sequence,
        name: 'orders',
        primaryKey: ['subject_key', 'order_id'],
        relationships: [owned],
        timeColumn: 'at_us',
        columns: [
          ...keys('subject_key', 'order_id', 'line_id'),
          column('at_us', 'time'),
          column('amount', 'real'),
        ],
      },
      {
        ...sequence,
        name: 'lines',
        primaryKey: ['subject_key', 'line_id'],
        relationships: [key()],
        columns: keys('subject_key', 'line_id', 'order_id'),
      },
      {
        name: 'ties',
        role: 'link',
        timeColumn: null,
        primaryKey: ['subject_key', 'tie_id'],
        relationships: [owned, key({ kind: 'parent' }), line],
        columns: keys('subject_key', 'tie_id', 'order_id', 'line_id'),
      },
    ],
  };
}

function tableNamed(name: string): TableSchema {
  const found = shop().tables.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the shop has no table ${name}`);
  return found;
}

function without(name: string): DatabaseSchema {
  return { tables: shop().tables.filter((one) => one.name !== name) };
}

function adding(table: TableSchema): DatabaseSchema {
  return { tables: [...shop().tables, table] };
}

function changing(name: string, change: Partial<TableSchema>): DatabaseSchema {
  return {
    tables: shop().tables.map((one) => (one.name === name ? { ...one, ...change } : one)),
  };
}

function changingColumn(
  table: string,
  name: string,
  change: Partial<TableSchema['columns'][number]>,
): DatabaseSchema {
  const columns = tableNamed(table).columns;
  return changing(table, {
    columns: columns.map((one) => (one.name === name ? { ...one, ...change } : one)),
  });
}

function thrownBy(action: () => unknown): SchemaError {
  try {
    action();
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
