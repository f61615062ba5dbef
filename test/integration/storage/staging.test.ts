import { expect } from 'chai';
import { describe } from 'mocha';
import { DNS_FIELDS, EVENT_FIELDS, FLOW_FIELDS } from '../../../engine/ingest/records.ts';
import { SHARED_FIELDS } from '../../../engine/original/staged-texts.ts';
import { itOnEveryDatabase } from '../../support/database.ts';

const ORIGIN = ['row_id', 'capture', 'source_file', 'line'];

describe('staging tables', () => {
  for (const [table, fields] of [
    ['staging_events', [...EVENT_FIELDS, ...SHARED_FIELDS.map((field) => `${field}_id`)]],
    ['staging_flows', FLOW_FIELDS],
    ['staging_dns', DNS_FIELDS],
  ] as const) {
    itOnEveryDatabase(`should give ${table} the fields of its records`, async (database) => {
      const columns = await database.query(
        `SELECT attname::text AS name FROM pg_attribute
         WHERE attrelid = to_regclass($1) AND attnum > 0 ORDER BY attnum`,
        [table],
      );

      expect(columns.map((row) => row.name)).to.deep.equal([...ORIGIN, ...fields]);
    });
  }
});
