import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { compileRules, type SigmaMatcher } from '../../../evaluators/sigma/compile-rules.ts';
import type { SigmaEvent } from '../../../evaluators/sigma/event-reader.ts';
import { loadSigmaRules } from '../../../evaluators/sigma/load-sigma-rules.ts';

const DATA = resolve(
  process.env.ENTWINE_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
);
const FOLDER = join(DATA, 'sigma');

describe('sigma rules on the captures', () => {
  it('should count the same hits by rule and log as the independent evaluator', async function () {
    if (!existsSync(join(FOLDER, 'expected-hits.csv'))) {
      console.warn(`sigma: no data: ${FOLDER}; set ENTWINE_DATA to run this test`);
      this.skip();
    }
    const { rules, refusals } = loadSigmaRules(ruleFiles());
    const matcher = compileRules(rules);

    const hits = new Map<string, number>();
    for (const log of logPaths()) {
      await eachEvent(log, matcher, (event) => {
        matcher.match(event, (at) => {
          const key = `${rules[at]?.path} ${log}`;
          hits.set(key, (hits.get(key) ?? 0) + 1);
        });
      });
    }

    expect(refusals).to.deep.equal([]);
    expect(rules).to.have.lengthOf(100);
    expect(Object.fromEntries([...hits].sort())).to.deep.equal(expectedHits());
  });
});

function ruleFiles() {
  return ['process_creation', 'network_connection', 'dns_query'].flatMap((folder) =>
    readdirSync(join(FOLDER, folder)).map((name) => {
      const path = `${folder}/${name}`;
      return { path, text: readFileSync(join(FOLDER, path), 'utf8') };
    }),
  );
}

function expectedHits(): Record<string, number> {
  const rows = parse(readFileSync(join(FOLDER, 'expected-hits.csv')), { columns: true }) as {
    rule: string;
    log: string;
    hits: string;
  }[];
  return Object.fromEntries(
    rows.map(({ rule, log, hits }) => [`${rule} ${log}`, Number(hits)] as const).sort(),
  );
}

function logPaths(): string[] {
  const nested = ['linked-otrf-lsass', 'linked-otrf-shire'].flatMap((folder) =>
    readdirSync(join(DATA, folder)).map((name) => `${folder}/${name}/sysmon.jsonl.gz`),
  );
  const single = readdirSync(join(DATA, 'sysmon-otrf-atomic'))
    .filter((name) => name.endsWith('.jsonl.gz'))
    .map((name) => `sysmon-otrf-atomic/${name}`);
  return [...nested, ...single].filter((path) => existsSync(join(DATA, path)));
}

/** Only lines of a wanted event id are parsed: most lines of these logs are of others. */
async function eachEvent(
  log: string,
  matcher: SigmaMatcher,
  visit: (event: SigmaEvent) => void,
): Promise<void> {
  const input = createReadStream(join(DATA, log)).pipe(createGunzip());
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const id = /"(?:EventID|event_id)":\s*"?(\d+)/.exec(line)?.[1];
    if (id === undefined || !matcher.isWanted(Number(id))) continue;
    const outer = JSON.parse(line) as Record<string, unknown>;
    const data = (outer.event_data ?? outer) as Record<string, unknown>;
    visit(rawEvent(Number(id), data));
  }
}

function rawEvent(eventId: number, data: Readonly<Record<string, unknown>>): SigmaEvent {
  const textOf = (value: unknown) => (value === undefined || value === null ? null : String(value));
  return {
    eventId,
    value: (field) => (field === 'EventID' ? String(eventId) : textOf(data[field])),
    texts: () => Object.values(data).map(String),
  };
}
