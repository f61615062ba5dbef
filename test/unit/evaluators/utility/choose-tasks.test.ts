import { expect } from 'chai';
import { column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { columnTasks, namedTasks } from '../../../../evaluators/utility/choose-tasks.ts';
import { shopSchema } from './shop-schema.ts';

describe('namedTasks', () => {
  it('should ask flows and events what they know', () => {
    const both = namedTasks(telemetrySchema({ events: true, flows: true }));
    const flows = namedTasks(telemetrySchema({ events: false, flows: true }));
    const events = namedTasks(telemetrySchema({ events: true, flows: false }));

    expect(both.map(({ id }) => id)).to.deep.equal([
      'protocol',
      'next-flow-bytes',
      'flows-label',
      'event-type',
    ]);
    expect(flows.map(({ id }) => id)).to.deep.equal(['protocol', 'next-flow-bytes', 'flows-label']);
    expect(events.map(({ id }) => id)).to.deep.equal(['event-type']);
  });

  it('should find a label in any table of rows, and nothing where there is none', () => {
    expect(namedTasks(shop('attack_label')).map(({ id }) => id)).to.deep.equal([
      'orders-attack_label',
    ]);
    expect(namedTasks(shop('payment'))).to.deep.equal([]);
  });
});

describe('columnTasks', () => {
  it('should ask for every category', () => {
    expect(columnTasks(shop('payment')).map(({ id }) => id)).to.deep.equal(['orders-payment']);
  });
});

function shop(category: string): DatabaseSchema {
  return shopSchema([column(category, 'category')]);
}
