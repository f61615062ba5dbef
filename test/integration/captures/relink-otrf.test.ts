import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row } from '../../../engine/core/row.ts';
import type { LinkableEvent, LinkableFlow, LinkOutcome } from '../../../engine/pipeline/ports.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { relinkFigures } from '../../../evaluators/links/relink.ts';
import type { SubjectRows } from '../../../evaluators/relations/subject-walk.ts';
import { offsetAt } from '../../../linkers/clock-offset.ts';
import { createLinker } from '../../../linkers/link-session.ts';
import { createRelinker } from '../../../linkers/relink-tables.ts';
import { type CaptureRows, captureNames, dataFolder, readRows } from './link-capture-rows.ts';

describe('the blind re-link of real captures', function () {
  this.timeout(120_000);

  it('should find the links again that the same linker made, captures pooled', async function () {
    const folder = dataFolder('linked-otrf-lsass');
    if (folder === null) return this.skip();
    const schema = telemetrySchema({ events: true, flows: true });
    const linked = [];
    for (const [at, name] of captureNames(folder).entries()) {
      const rows = await readRows(join(folder, name), /^zeek-conn/);
      linked.push(subjectOf(at + 1, rows));
    }
    const subjects = linked.map(({ subject }) => subject);
    const names = linked.flatMap((one) => one.names);

    const { precision, recall } = relinkFigures(
      { schema, subjects, share: 1 },
      createRelinker(),
      names,
    );

    expect(precision).to.be.at.least(0.99);
    expect(recall).to.be.at.least(0.99);
  });
});

/** A capture as one subject of an organised database: times on the sensor's clock. */
function subjectOf(
  key: number,
  { input }: CaptureRows,
): { readonly subject: SubjectRows; readonly names: readonly Row[] } {
  const outcome = createLinker()(input);
  const tables = new Map<string, readonly Row[]>([
    ['processes', []],
    ['events', input.events.map((event) => eventRow(key, event, outcome))],
    ['flows', input.flows.map((flow) => flowRow(key, flow))],
    [
      'links',
      outcome.links.map(
        (link, at): Row => [key, at, link.eventRowId, link.flowRowId, null, link.dtMs],
      ),
    ],
  ]);
  const names = outcome.names.map(
    (one): Row => [one.fqdn, one.address, one.validFromUs, one.validToUs],
  );
  return { subject: { key, row: [key], tables }, names };
}

function eventRow(key: number, event: LinkableEvent, { offsets }: LinkOutcome): Row {
  const { tuple, host, timeUs, initiated } = event;
  const own = offsets.filter((one) => one.host === host);
  const corrected = timeUs - offsetAt(own, timeUs);
  return [
    ...[key, event.rowId, null, corrected, host, '3', tuple.protocol, initiated],
    ...[tuple.sourceAddress, tuple.sourcePort, tuple.destinationAddress, tuple.destinationPort],
    ...[null, null, null, null],
  ];
}

function flowRow(key: number, { rowId, startUs, endUs, oneWay, tuple }: LinkableFlow): Row {
  const back = oneWay ? null : 1;
  return [
    ...[key, rowId, startUs, endUs - startUs, tuple.protocol],
    ...[tuple.sourceAddress, tuple.sourcePort, tuple.destinationAddress, tuple.destinationPort],
    ...[1, 1, back, back, null, null, null, null, null],
  ];
}
