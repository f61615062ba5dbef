import { expect } from 'chai';
import { describe } from 'mocha';
import { silentProgress } from '../../../engine/core/progress.ts';
import { parseSysmonJson } from '../../../engine/ingest/sysmon-json.ts';
import { organiseOriginal } from '../../../engine/original/organise-original.ts';
import { stageFile } from '../../../engine/original/stage-captures.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import type { Database } from '../../../engine/storage/database.ts';
import { itOnEveryDatabase } from '../../support/database.ts';

const [ACTOR, TARGET] = [1, 2].map((at) => `{00000000-0000-0000-0000-00000000000${at}}`);
const TRACE = 'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\a.exe+1f';
const HASHES = 'SHA1=0123456789ABCDEF,MD5=0123456789ABCDEF';

describe('processes that others act on', () => {
  itOnEveryDatabase('should be rows from when they are first named', async (database) => {
    await organise(database, [
      { EventID: 10, at: 1, SourceProcessGUID: ACTOR, SourceImage: 'a.exe', ...target('t.exe') },
      { EventID: 1, at: 2, ProcessGuid: ACTOR, Image: 'A.exe', ...CREATION },
      { EventID: 10, at: 3, SourceProcessGUID: TARGET, SourceImage: 'T.exe', CallTrace: TRACE },
    ]);

    const rows = await database.query(
      `select process_guid, first_seen_us % 1000000 as first_us, start_us % 1000000 as start_us,
         image, host, hashes, current_directory from processes order by process_key`,
    );
    expect(rows).to.deep.equal([
      { ...ROW, process_guid: ACTOR, start_us: 2000, image: 'A.exe', ...STORED },
      { ...ROW, process_guid: TARGET, image: 'T.exe' },
    ]);
  });

  itOnEveryDatabase('should have the image that others name, without an own', async (database) => {
    await organise(database, [{ EventID: 8, at: 1, SourceProcessGuid: ACTOR, ...target('t.exe') }]);

    const rows = await database.query('select process_guid, image from processes order by image');
    expect(rows).to.deep.equal([
      { process_guid: TARGET, image: 't.exe' },
      { process_guid: ACTOR, image: null },
    ]);
  });

  itOnEveryDatabase('should be pointed at, and texts be whole again', async (database) => {
    const access = { EventID: 10, SourceProcessGUID: ACTOR, CallTrace: TRACE, ...target('t.exe') };
    await organise(database, [
      { ...access, at: 1 },
      { ...access, at: 2, CallTrace: 'short+1' },
      { EventID: 11, at: 3, ProcessGuid: TARGET, TargetFilename: 'f' },
      { EventID: 29, at: 4, ProcessGuid: TARGET, TargetFilename: 'f', Hashes: HASHES },
    ]);

    const rows = await database.query(
      `select actor.process_guid as actor, target.process_guid as target, value, events.hashes
       from events join processes as actor using (subject_key, process_key)
       left join processes as target on target.process_key = events.target_process_key
       order by event_id`,
    );
    expect(rows).to.deep.equal([
      { actor: ACTOR, target: TARGET, value: TRACE, hashes: null },
      { actor: ACTOR, target: TARGET, value: 'short+1', hashes: null },
      { actor: TARGET, target: null, value: null, hashes: null },
      { actor: TARGET, target: null, value: null, hashes: HASHES },
    ]);
    const [texts] = await database.query('select count(*)::int as count from staging_texts');
    expect(texts?.count).to.equal(2);
  });
});

const CREATION = { CommandLine: 'a', Hashes: HASHES, CurrentDirectory: 'C:\\' };
const STORED = { hashes: HASHES, current_directory: 'C:\\' };
const ROW = { first_us: 1000, start_us: null, host: 'h', hashes: null, current_directory: null };

function target(image: string) {
  return { TargetProcessGUID: TARGET, TargetImage: image };
}

/** Stages the events, `at` milliseconds after a whole second, and fills the tables. */
async function organise(
  database: Database,
  events: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const records = events.map(({ at, ...event }) =>
    parseSysmonJson(
      JSON.stringify({ Hostname: 'H', UtcTime: `2024-01-01 00:00:00.00${at}`, ...event }),
      8,
    ),
  );
  const batch = { records: records as object[], lines: records.map((_, at) => at + 1) };
  const file = { kind: 'events', capture: 'c', name: 'f', position: 0 } as const;
  async function* batches() {
    yield batch;
  }
  const counts = () => ({ rows: records.length, bad: 0, skipped: 0 });
  await stageFile(database, file, batches(), counts);
  const parts = { events: true, flows: false };
  await organiseOriginal(database, telemetrySchema(parts), {
    ...parts,
    kind: 'host',
    segmentUs: null,
    internal: [],
    seed: 1,
    holdout: 0,
    progress: silentProgress,
  });
}
