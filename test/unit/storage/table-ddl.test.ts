import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SchemaError } from '../../../engine/core/errors.ts';
import { column } from '../../../engine/schema/column.ts';
import type { TableSchema } from '../../../engine/schema/table-schema.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { ddl } from '../../../engine/storage/table-ddl.ts';

describe('ddl', () => {
  const schema = telemetrySchema({ events: true, flows: true });

  it('should make every table before the first constraint', () => {
    const text = ddl(schema);

    const lastTable = text.lastIndexOf('CREATE TABLE');
    expect(text.match(/CREATE TABLE/g)).to.have.length(schema.tables.length);
    expect(lastTable).to.be.lessThan(text.indexOf('ADD CONSTRAINT'));
  });

  it('should put subject_key first in every key that is not towards a reference table', () => {
    const keys = [...ddl(schema).matchAll(/(PRIMARY KEY|FOREIGN KEY) \(([^)]+)\).*/g)]
      .filter((found) => !/REFERENCES "endpoints"/.test(found[0]))
      .map((found) => found[2]);

    const others = keys.filter((columns) => !columns?.startsWith('"subject_key"'));
    expect(others).to.deep.equal(['"address"', '"fqdn", "address", "valid_from_us"']);
  });

  it('should order text by bytes', () => {
    expect(ddl(schema)).to.include('"fqdn" text COLLATE "C" NOT NULL');
  });

  it('should index both ends of a link', () => {
    expect(ddl(schema).match(/CREATE INDEX/g)).to.have.length(2);
  });

  it('should refuse a key that begins with another column', () => {
    const table = tableOf({ primaryKey: ['id', 'subject_key'] });

    expect(() => ddl({ tables: [table] })).to.throw(SchemaError);
  });

  it('should refuse a name that is none', () => {
    const table = tableOf({ name: 'a"; DROP TABLE b' });

    expect(() => ddl({ tables: [table] })).to.throw(SchemaError);
  });
});

function tableOf(parts: Partial<TableSchema>): TableSchema {
  return {
    name: 'rows',
    role: 'sequence',
    timeColumn: null,
    primaryKey: ['subject_key', 'id'],
    relationships: [],
    columns: [column('subject_key', 'key'), column('id', 'key')],
    ...parts,
  };
}
