import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROW_VIEW, relationsOf, rowViews } from '../../../engine/sampler/row-views.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';

describe('rowViews', () => {
  const layout = layoutOf(telemetrySchema({ events: true, flows: true }));
  const scope = layout.scopes[0]!;

  it('should give every view a place of its own', () => {
    const names = 3;
    const views = rowViews(layout, scope, { table: 'events', names });
    const own = layout.tables.get('events')!.relations.length;

    const starts = [views.with, views.beside, views.relation, views.mate, views.name, views.count];
    const sizes = starts.slice(1).map((start, at) => start - starts[at]!);

    expect(views.with).to.equal(ROW_VIEW.with);
    expect(sizes).to.deep.equal([scope.tables.length, views.besides.length, own, own, names]);
  });

  it('should list the keys of all tables of the scope', () => {
    const targets = relationsOf(layout, scope).map(
      (one) => `${scope.tables[one.table]} ${one.target}`,
    );

    expect(targets).to.include('events processes');
    expect(targets).to.include('processes processes');
  });
});
