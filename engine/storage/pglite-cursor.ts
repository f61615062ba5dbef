import type { PGlite } from '@electric-sql/pglite';
import type { CursorRequest, FetchRows } from './connection.ts';
import { NUMERIC_OIDS } from './connection.ts';
import { type CellType, createCopyDecoder } from './copy-decoder.ts';

const BOOLEAN_OID = 16;

/** Lets COPY read from a cursor: COPY takes a query, and FETCH is none. */
const TAKE = `CREATE OR REPLACE FUNCTION pg_temp.entwine_take(name text, count integer)
  RETURNS SETOF record LANGUAGE plpgsql AS $take$
  BEGIN RETURN QUERY EXECUTE format('FETCH %s FROM %I', count, name); END $take$`;

/**
 * Declares a cursor whose rows come out as COPY text, ten times as fast as by FETCH (30 µs a row of
 * 20 columns, as PGlite parses its protocol cell by cell).
 */
export async function declarePgliteCursor(
  connection: PGlite,
  request: CursorRequest,
): Promise<FetchRows> {
  const { name, statement, hold } = request;
  const shape = await connection.query(`SELECT * FROM (${statement}) AS shape LIMIT 0`);
  const oids = shape.fields.map((field) => field.dataTypeID);
  const types = await connection.query<{ type: string }>(
    `SELECT format_type(oid, NULL) AS type
     FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted(oid, place) ORDER BY place`,
    [oids],
  );
  const columns = types.rows.map(({ type }, index) => `c${index} ${type}`).join(', ');
  await connection.query(TAKE);
  await connection.query(
    `DECLARE ${name} NO SCROLL CURSOR ${hold ? 'WITH HOLD ' : ''}FOR ${statement}`,
  );
  const decode = createCopyDecoder(oids.map(cellType));
  return async (count) => {
    const rows = `SELECT * FROM pg_temp.entwine_take('${name}', ${count}) AS taken(${columns})`;
    const { blob } = await connection.query(`COPY (${rows}) TO '/dev/blob'`);
    return blob === undefined ? [] : decode(Buffer.from(await blob.arrayBuffer()));
  };
}

function cellType(oid: number): CellType {
  if (NUMERIC_OIDS.includes(oid)) return 'number';
  return oid === BOOLEAN_OID ? 'boolean' : 'text';
}
