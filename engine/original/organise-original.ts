import type { Progress } from '../core/progress.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { addConstraints, createTables, dropTables } from '../storage/table-ddl.ts';
import { createScopeOf } from './address-scope.ts';
import { type OrganiseOptions, organiseTables } from './organise-tables.ts';
import { placeRows } from './place-rows.ts';
import { splitSubjects } from './split-subjects.ts';

/** What decides the original database, once captures are staged and linked. */
export interface OriginalOptions extends OrganiseOptions {
  /** Networks of the site, in CIDR form, beside the private ranges. */
  readonly internal: readonly string[];
  readonly seed: number;
  readonly holdout: number;
  readonly progress: Progress;
}

/**
 * Turns staged rows and link drafts into the original tables, split into training and holdout.
 *
 * One transaction: a crash leaves the database as it was. Memory: the distinct addresses.
 */
export async function organiseOriginal(
  database: Database,
  schema: DatabaseSchema,
  options: OriginalOptions,
): Promise<void> {
  await database.transaction(async (tx) => {
    await dropTables(tx, schema);
    await createTables(tx, schema);
    await loadScopes(tx, options);
    const statements = [
      ...placeRows(options),
      ...organiseTables(options),
      ...splitSubjects(options.seed, options.holdout),
    ];
    options.progress.start('organise', statements.length, 'steps');
    for (const statement of statements) {
      await tx.query(statement);
      options.progress.advance(1);
    }
    await addConstraints(tx, schema);
    options.progress.finish();
  });
}

/** Every address that a row or a name holds, with its scope. */
async function loadScopes(tx: Transaction, options: OriginalOptions): Promise<void> {
  const scopeOf = createScopeOf(options.internal);
  await tx.query('delete from address_scopes');
  const addresses = await tx.query(
    `select address from (
       select src_ip as address from staging_flows union select dst_ip from staging_flows
       union select src_ip from staging_events union select dst_ip from staging_events
       union select address from name_spans) as every
     where address is not null order by address collate "C"`,
  );
  await tx.load(
    'address_scopes',
    ['address', 'scope'],
    [addresses.map(({ address }) => [String(address), scopeOf(String(address))])],
  );
}
