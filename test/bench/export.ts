/**
 * `npx tsx test/bench/export.ts [ROWS]`: rows a second of processor time of each export form, from
 * records in memory.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportForm } from '../../engine/export/export-form.ts';
import { EXPORT_STYLES, formsOfStyle } from '../../engine/export/export-styles.ts';
import { readCapture } from '../../engine/ingest/read-capture.ts';
import { writeSite } from '../../engine/simulation/write-site.ts';
import { communityId } from '../../linkers/community-id.ts';

const rows = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'entwine-bench-'));
try {
  const site = await writeSite(folder, { hosts: 8, servers: 2, hours: 1 });
  const records = {
    events: await recordsOf(site.sysmonPath, 'events'),
    flows: await recordsOf(site.connPath, 'flows'),
    dns: await recordsOf(site.dnsPath, 'dns'),
  };
  for (const style of EXPORT_STYLES) {
    for (const form of formsOfStyle(style, communityId)) measure(form as ExportForm, records);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function recordsOf(file: string, kind: 'events' | 'flows' | 'dns'): Promise<object[]> {
  const all: object[] = [];
  for await (const batch of readCapture(file, { kind, format: 'auto' })) all.push(...batch.records);
  return all;
}

function measure(form: ExportForm, records: Readonly<Record<string, readonly object[]>>): void {
  const own = records[form.kind] ?? [];
  const started = process.cpuUsage();
  let bytes = 0;
  for (let at = 0; at < rows; at += 1) {
    bytes += form.line(own[at % own.length] as never, at + 1).length;
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const rate = Math.round(rows / seconds).toLocaleString('en-US');
  console.log(`${form.file.padEnd(24)} ${rate} rows/s, ${Math.round(bytes / rows)} bytes a row`);
}
