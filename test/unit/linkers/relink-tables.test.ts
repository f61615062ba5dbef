import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SchemaError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { createRelinker, type TablesToLink } from '../../../linkers/relink-tables.ts';
import { linkedWorld } from '../../support/linked-world.ts';

describe('createRelinker', () => {
  it('should find the links of an organised database again', () => {
    const tables = tablesOf(8);
    const expected = tables.links.map((row) => `${row[0]} ${row[2]} ${row[0]} ${row[3]}`);

    const found = createRelinker()(tables).map(
      (one) => `${one.eventSubject} ${one.event} ${one.flowSubject} ${one.flow}`,
    );

    expect(expected.length).to.be.above(50);
    expect(found.filter((one) => expected.includes(one)).length).to.be.at.least(
      0.95 * expected.length,
    );
    expect(found.filter((one) => !expected.includes(one)).length).to.be.at.most(
      0.05 * expected.length,
    );
  });

  it('should not depend on the links that are there', () => {
    const tables = tablesOf(4);
    const bare = tables.subjects.map((subject) => ({
      ...subject,
      tables: new Map(subject.tables).set('links', []),
    }));

    const relink = createRelinker();

    expect(relink({ ...tables, subjects: bare })).to.deep.equal(relink(tables));
  });

  it('should find nothing where the flows are other connections', () => {
    const tables = tablesOf(4);
    const port = 6;
    const moved = tables.subjects.map((subject) => ({
      ...subject,
      tables: new Map(subject.tables).set(
        'flows',
        (subject.tables.get('flows') ?? []).map((row) =>
          row.map((cell, at) => (at === port ? 1 : cell)),
        ),
      ),
    }));

    const found = createRelinker({ relaxed: false })({ ...tables, subjects: moved });

    expect(found).to.deep.equal([]);
  });

  it('should refuse a schema without links', () => {
    const schema = telemetrySchema({ events: true, flows: false });

    expect(() => createRelinker()({ schema, subjects: [], names: [] })).to.throw(SchemaError);
  });
});

function tablesOf(hosts: number): TablesToLink & { readonly links: readonly Row[] } {
  const { schema, rows } = linkedWorld(hosts);
  const owned = ['processes', 'events', 'flows', 'links'];
  const subjects = (rows.get('subjects') ?? []).map((row) => ({
    key: Number(row[0]),
    row,
    tables: new Map(
      owned.map((table) => [table, (rows.get(table) ?? []).filter(([key]) => key === row[0])]),
    ),
  }));
  return { schema, subjects, names: rows.get('names') ?? [], links: rows.get('links') ?? [] };
}
