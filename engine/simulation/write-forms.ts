import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NEW_HEAD, newRows, OLD_HEAD, oldRows } from './nfdump-forms.ts';
import type { Site, SiteFlow } from './site.ts';
import { nestedLine, xmlElement } from './sysmon-forms.ts';
import { writeLines } from './write-site.ts';
import { connectionJson } from './zeek-forms.ts';

/** The other forms of a site's captures. */
export interface FormFiles {
  /** Winlogbeat, `event_data` nested. */
  readonly nestedPath: string;
  /** `<Events>` with one `<Event>` a line. */
  readonly xmlPath: string;
  /** Zeek's JSON writer. */
  readonly connJsonPath: string;
  /** nfdump up to 1.6: unidirectional, whole seconds. */
  readonly nfdumpOldPath: string;
  /** nfdump from 1.7.5 on: unidirectional, milliseconds. */
  readonly nfdumpNewPath: string;
}

/** Writes the same site in every further form that readers must take. */
export async function writeForms(directory: string, site: Site): Promise<FormFiles> {
  await mkdir(directory, { recursive: true });
  const paths = {
    nestedPath: join(directory, 'sysmon-nested.jsonl'),
    xmlPath: join(directory, 'sysmon.xml'),
    connJsonPath: join(directory, 'conn.json'),
    nfdumpOldPath: join(directory, 'nfdump-old.csv'),
    nfdumpNewPath: join(directory, 'nfdump-new.csv'),
  };
  await writeLines(
    paths.nestedPath,
    site.events.map((event, index) => nestedLine(event, index + 1)),
  );
  const elements = site.events.map((event, index) => xmlElement(event, index + 1));
  await writeLines(paths.xmlPath, ['<Events>', ...elements, '</Events>']);
  await writeLines(paths.connJsonPath, site.flows.map(connectionJson));
  await writeLines(paths.nfdumpOldPath, [OLD_HEAD, ...byStart(site.flows).flatMap(oldRows)]);
  await writeLines(paths.nfdumpNewPath, [NEW_HEAD, ...byStart(site.flows).flatMap(newRows)]);
  return paths;
}

function byStart(flows: readonly SiteFlow[]): SiteFlow[] {
  return [...flows].sort((left, right) => left.startUs - right.startUs);
}
