import { type ColumnSchema, column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';

/** Customers and their orders, which have the given columns beside time and amount. */
export function shopSchema(categories: readonly ColumnSchema[]): DatabaseSchema {
  const context = {
    kind: 'context' as const,
    columns: ['customer_key'],
    target: 'customers',
    targetColumns: ['customer_key'],
    required: true,
    temporal: false,
  };
  return {
    tables: [
      {
        name: 'customers',
        role: 'subject',
        timeColumn: null,
        primaryKey: ['customer_key'],
        relationships: [],
        columns: [column('customer_key', 'key')],
      },
      {
        name: 'orders',
        role: 'sequence',
        timeColumn: 'time_us',
        primaryKey: ['customer_key', 'order_key'],
        relationships: [context],
        columns: [
          column('customer_key', 'key'),
          column('order_key', 'key'),
          column('time_us', 'time'),
          column('amount', 'real'),
          ...categories,
        ],
      },
    ],
  };
}
