import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CyclicSchemaError, UnknownTableError } from '../../../engine/core/errors.ts';
import { column } from '../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../engine/schema/database-schema.ts';
import type { RelationshipKind } from '../../../engine/schema/relationship.ts';
import {
  childrenOf,
  contextAncestors,
  generationOrder,
  schemaGraph,
  timelineGroups,
} from '../../../engine/schema/schema-graph.ts';
import type { TableRole, TableSchema } from '../../../engine/schema/table-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { schemaArbitrary } from '../../support/schema-arbitrary.ts';

const telemetry = telemetrySchema({ events: true, flows: true });

describe('generationOrder', () => {
  it('should put every table of the shipped schema after all that it refers to', () => {
    expect(generationOrder(telemetry)).to.deep.equal([
      'subjects',
      'endpoints',
      'names',
      'processes',
      'flows',
      'events',
      'links',
    ]);
  });

  it('should put parents first in any schema and leave no table out', () => {
    fc.assert(
      fc.property(schemaArbitrary(), (schema) => {
        const order = generationOrder(schema);

        expect([...order].sort()).to.deep.equal(schema.tables.map((one) => one.name).sort());
        for (const table of schema.tables) {
          for (const { target } of table.relationships) {
            expect(order.indexOf(target)).to.be.at.most(order.indexOf(table.name));
          }
        }
      }),
      { numRuns: 300, seed: 42 },
    );
  });

  it('should keep the order of declaration among tables that do not depend on each other', () => {
    const schema = schemaOf([table('b'), table('a'), table('c')]);

    expect(generationOrder(schema)).to.deep.equal(['b', 'a', 'c']);
  });

  it('should allow a table to refer to itself', () => {
    const schema = schemaOf([
      table('root', 'subject'),
      table('tree', 'sequence', { self: 'tree' }),
    ]);

    expect(generationOrder(schema)).to.deep.equal(['root', 'tree']);
  });

  it('should refuse a circle and name it', () => {
    const schema = schemaOf([
      table('user', 'sequence', { parent: 'login' }),
      table('login', 'sequence', { context: 'user' }),
    ]);

    const error = thrownBy(() => generationOrder(schema));

    expect(error).to.be.instanceOf(CyclicSchemaError);
    expect((error as CyclicSchemaError).details.path).to.deep.equal(['user', 'login', 'user']);
    expect(error.message).to.equal(
      'schema-graph: tables form a circle: user -> login -> user; mark one key as non-context',
    );
  });

  it('should name only the circle, not the way that leads into it', () => {
    const schema = schemaOf([
      table('start', 'sequence', { parent: 'one' }),
      table('one', 'sequence', { parent: 'two' }),
      table('two', 'sequence', { parent: 'three' }),
      table('three', 'sequence', { parent: 'one' }),
    ]);

    const error = thrownBy(() => generationOrder(schema)) as CyclicSchemaError;

    expect(error.details.path).to.deep.equal(['one', 'two', 'three', 'one']);
  });

  it('should refuse a relationship to a table that does not exist', () => {
    const schema = schemaOf([table('child', 'sequence', { context: 'nobody' })]);

    expect(() => generationOrder(schema)).to.throw(UnknownTableError);
  });
});

describe('schemaGraph', () => {
  it('should draw one edge a relationship, from parent to child, with its kind', () => {
    const graph = schemaGraph(telemetry);

    expect(graph.order).to.equal(7);
    expect(graph.edges('endpoints', 'flows')).to.have.length(2);
    const kinds = graph.mapEdges('processes', 'events', (_, edge) => edge.kind);
    expect(kinds).to.deep.equal(['parent', 'parent']);
  });
});

describe('childrenOf', () => {
  it('should name the tables below a table by kind of relationship', () => {
    expect(childrenOf(telemetry, 'subjects')).to.deep.equal([
      'processes',
      'events',
      'flows',
      'links',
    ]);
    expect(childrenOf(telemetry, 'endpoints', ['context'])).to.deep.equal([]);
    expect(childrenOf(telemetry, 'processes')).to.deep.equal(['events']);
  });

  it('should refuse a table that does not exist', () => {
    expect(() => childrenOf(telemetry, 'nobody')).to.throw(UnknownTableError);
  });
});

describe('contextAncestors', () => {
  it('should climb from owner to owner up to the subject', () => {
    const schema = schemaOf([
      table('root', 'subject'),
      table('order', 'sequence', { context: 'root' }),
      table('line', 'sequence', { context: 'order' }),
      table('part', 'sequence', { context: 'line', parent: 'order' }),
    ]);

    expect(contextAncestors(schema, 'part')).to.deep.equal(['line', 'order', 'root']);
    expect(contextAncestors(schema, 'root')).to.deep.equal([]);
  });

  it('should refuse owners that own each other', () => {
    const schema = schemaOf([
      table('a', 'sequence', { context: 'b' }),
      table('b', 'sequence', { context: 'a' }),
      table('c', 'sequence', { context: 'a' }),
    ]);

    expect(() => contextAncestors(schema, 'c')).to.throw(CyclicSchemaError);
  });
});

describe('timelineGroups', () => {
  it('should put linked tables on one timeline and leave the others alone', () => {
    expect(timelineGroups(telemetry)).to.deep.equal([
      { tables: ['processes'], links: [] },
      { tables: ['events', 'flows'], links: ['links'] },
    ]);
  });

  it('should join tables that are linked over a third', () => {
    const schema = schemaOf([
      table('a', 'sequence'),
      table('b', 'sequence'),
      table('c', 'sequence'),
      table('d', 'sequence'),
      table('cb', 'link', { parent: 'c' }, { parent: 'b' }),
      table('ca', 'link', { parent: 'c' }, { parent: 'a' }),
    ]);

    expect(timelineGroups(schema)).to.deep.equal([
      { tables: ['a', 'b', 'c'], links: ['cb', 'ca'] },
      { tables: ['d'], links: [] },
    ]);
  });

  it('should put every sequence table of any schema into exactly one group', () => {
    fc.assert(
      fc.property(schemaArbitrary(), (schema) => {
        const grouped = timelineGroups(schema).flatMap((group) => group.tables);

        const sequences = schema.tables.filter((one) => one.role === 'sequence');
        expect([...grouped].sort()).to.deep.equal(sequences.map((one) => one.name).sort());
      }),
      { numRuns: 200, seed: 42 },
    );
  });
});

type Targets = Partial<Record<RelationshipKind, string>>;

function table(name: string, role: TableRole = 'reference', ...targets: Targets[]): TableSchema {
  const pairs = targets.flatMap((one) => Object.entries(one)) as [RelationshipKind, string][];
  return {
    name,
    role,
    timeColumn: null,
    primaryKey: ['subject_key', 'id'],
    columns: [column('subject_key', 'key'), column('id', 'key')],
    relationships: pairs.map(([kind, target]) => ({
      kind,
      target,
      columns: ['subject_key', 'id'],
      targetColumns: ['subject_key', 'id'],
      required: true,
      temporal: false,
    })),
  };
}

function schemaOf(tables: readonly TableSchema[]): DatabaseSchema {
  return { tables };
}

function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
