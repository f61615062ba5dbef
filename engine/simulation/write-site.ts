import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { simulateSite } from './simulate-site.ts';
import type { Site } from './site.ts';
import type { SiteOptions } from './site-options.ts';
import { flatLine } from './sysmon-forms.ts';
import { answerHead, answerRow, connectionHead, connectionRow, logFoot } from './zeek-forms.ts';

/** What was written where, with the number of records in each file. */
export interface SiteFiles {
  readonly sysmonPath: string;
  readonly connPath: string;
  readonly dnsPath: string;
  readonly linksPath: string;
  readonly clocksPath: string;
  readonly events: number;
  readonly flows: number;
  readonly answers: number;
  readonly links: number;
}

const BATCH = 2000;

/**
 * Simulates a site and writes its captures: `sysmon.jsonl`, `conn.log`, `dns.log`, and the truth:
 * `truth-links.csv`, `truth-clocks.csv`. Equal options give equal bytes.
 *
 * @param directory made if it is missing; files of these names are overwritten
 * @throws ScenarioError for options out of their bounds
 */
export async function writeSite(
  directory: string,
  given: Partial<SiteOptions> = {},
): Promise<SiteFiles> {
  return writeCaptures(directory, simulateSite(given));
}

/** Writes the captures and the truth of a site that is at hand. */
export async function writeCaptures(directory: string, site: Site): Promise<SiteFiles> {
  await mkdir(directory, { recursive: true });
  const paths = {
    sysmonPath: join(directory, 'sysmon.jsonl'),
    connPath: join(directory, 'conn.log'),
    dnsPath: join(directory, 'dns.log'),
    linksPath: join(directory, 'truth-links.csv'),
    clocksPath: join(directory, 'truth-clocks.csv'),
  };
  await writeLines(paths.sysmonPath, map(site.events, flatLine));
  await writeLines(paths.connPath, connectionLog(site));
  await writeLines(paths.dnsPath, answerLog(site));
  await writeLines(paths.linksPath, truthLines(site));
  await writeLines(paths.clocksPath, clockLines(site));
  return {
    ...paths,
    events: site.events.length,
    flows: site.flows.length,
    answers: site.answers.length,
    links: site.links.length,
  };
}

/** Writes lines in batches, so that no file has to fit into one string. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    let batch: string[] = [];
    for (const line of lines) {
      batch.push(line);
      if (batch.length < BATCH) continue;
      await file.write(`${batch.join('\n')}\n`);
      batch = [];
    }
    if (batch.length > 0) await file.write(`${batch.join('\n')}\n`);
  } finally {
    await file.close();
  }
}

function* map<T>(items: readonly T[], write: (item: T) => string): Iterable<string> {
  for (const item of items) yield write(item);
}

function* connectionLog(site: Site): Iterable<string> {
  yield* connectionHead(site.options.startUs);
  yield* map(site.flows, connectionRow);
  yield logFoot(endOf(site));
}

function* answerLog(site: Site): Iterable<string> {
  yield* answerHead(site.options.startUs);
  yield* map(site.answers, answerRow);
  yield logFoot(endOf(site));
}

/** Line numbers count from 1 and include the head of conn.log; `dt_us` is without the clock's offset. */
function* truthLines(site: Site): Iterable<string> {
  const eventLine = new Map(site.events.map((event, index) => [event, index + 1]));
  const headLines = connectionHead(site.options.startUs).length;
  const flowLine = new Map(site.flows.map((flow, index) => [flow, headLines + index + 1]));
  yield 'event_line,flow_uid,flow_line,tuple_seen,dt_us';
  const rows = site.links.map(({ event, flow, tupleSeen }) => {
    const dtUs = event.stampUs - event.process.host.clockOffsetUs - flow.startUs;
    const line = eventLine.get(event) ?? 0;
    return {
      line,
      text: `${line},${flow.uid},${flowLine.get(flow)},${tupleSeen ? 'yes' : 'no'},${dtUs}`,
    };
  });
  rows.sort((left, right) => left.line - right.line);
  for (const row of rows) yield row.text;
}

function* clockLines(site: Site): Iterable<string> {
  yield 'host,offset_us';
  for (const host of site.hosts) yield `${host.name.toLowerCase()},${host.clockOffsetUs}`;
}

function endOf({ options }: Site): number {
  return options.startUs + Math.round(options.hours * 3.6e9);
}
