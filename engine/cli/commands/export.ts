import { join, resolve } from 'node:path';
import { communityId } from '../../../linkers/community-id.ts';
import { ScenarioError, StateError } from '../../core/errors.ts';
import {
  type AnyExportForm,
  EXPORT_STYLES,
  formsOfStyle,
  parseStyles,
} from '../../export/export-styles.ts';
import { heldKinds } from '../../export/read-run-rows.ts';
import { writeExport } from '../../export/write-export.ts';
import { type Database, openDatabase } from '../../storage/database.ts';
import { acquireRunLock } from '../../storage/run-lock.ts';
import { SPLIT_PARTS, type SplitPart } from '../../storage/table-reader.ts';
import { openWorkspace, type Workspace } from '../../storage/workspace.ts';
import type { Command, CommandContext } from '../command.ts';
import { EXIT } from '../exit.ts';
import { namespaceOf } from '../run-context.ts';
import { type RunManifest, readRunManifest, type StageName } from '../run-manifest.ts';

const PARTS = ['synthetic', 'original', ...SPLIT_PARTS] as const;
const USUAL = 'sysmon-json,zeek-tsv';

/** Which of a run's databases holds a part, and the stage that filled it. */
interface PartPlace {
  readonly which: 'original' | 'synthetic';
  readonly stage: StageName;
  readonly part: SplitPart | null;
}

/** `entwine export`: a run's rows in the forms that captures are read in. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'write the rows of a run as Sysmon, Zeek, NetFlow or ECS files',
  positionals: [],
  options: {
    as: {
      type: 'string',
      value: 'LIST',
      help: `forms, by commas, of ${EXPORT_STYLES.join(', ')} (default ${USUAL})`,
    },
    out: { type: 'string', value: 'DIR', help: 'folder to write to (default RUN/export/PART)' },
    part: { type: 'string', value: 'PART', help: `one of ${PARTS.join(', ')} (default synthetic)` },
  },
  async run(context) {
    const { part, workspace, manifest, styles } = await requestOf(context);
    const place = placeOf(part);
    checkDone(manifest, place.stage, workspace);
    const lock = await acquireRunLock(workspace.lock);
    try {
      const database = await openPart(context, { workspace, manifest, which: place.which });
      try {
        const { out } = context.options;
        const directory = resolve(
          typeof out === 'string' ? out : join(workspace.root, 'export', part),
        );
        const forms = await wantedForms(database, styles);
        const { progress } = context;
        const files = await writeExport(database, { directory, forms, progress, part: place.part });
        const lines = files.map((one) => `${join(directory, one.file)}: ${one.rows} ${one.kind}`);
        context.result({ directory, part, files }, lines);
      } finally {
        await database.close();
      }
    } finally {
      await lock.release();
    }
    return EXIT.ok;
  },
};

async function requestOf(context: CommandContext) {
  const { 'run-dir': folder, as, part = 'synthetic' } = context.options;
  if (typeof folder !== 'string') {
    throw new ScenarioError('entwine export: the run is missing; add --run-dir DIR');
  }
  const known = PARTS.find((one) => one === part);
  if (known === undefined) {
    throw new ScenarioError(`--part: no such part: ${part}; use ${PARTS.join(', ')}`, { part });
  }
  const styles = parseStyles(typeof as === 'string' ? as : USUAL);
  const workspace = openWorkspace(folder);
  const manifest = await readRunManifest(workspace.manifest);
  if (manifest === null) {
    const { root } = workspace;
    throw new StateError(`export: no run here: ${root}; start one by entwine run`, { root });
  }
  return { part: known, styles, workspace, manifest };
}

function placeOf(part: (typeof PARTS)[number]): PartPlace {
  if (part === 'synthetic') return { which: 'synthetic', stage: 'generate', part: null };
  return { which: 'original', stage: 'link', part: part === 'original' ? null : part };
}

function checkDone(manifest: RunManifest, stage: StageName, { root }: Workspace): void {
  if (manifest.stages[stage] !== undefined) return;
  throw new StateError(
    `export: the run has not come so far: ${stage} is to do in ${root}; go on by entwine run`,
    { root, stage },
  );
}

interface PartDatabase {
  readonly workspace: Workspace;
  readonly manifest: RunManifest;
  readonly which: 'original' | 'synthetic';
}

function openPart(context: CommandContext, { workspace, manifest, which }: PartDatabase) {
  if (manifest.storage !== 'postgres') {
    return openDatabase({ directory: workspace[which], namespace: which });
  }
  const url = context.environment.DATABASE_URL;
  if (url === undefined) {
    throw new StateError(
      `export: the run's rows are in PostgreSQL: ${workspace.root}; set DATABASE_URL to its server`,
    );
  }
  const namespace = namespaceOf({ scenario: { name: manifest.scenario }, workspace }, which);
  return openDatabase({ url, namespace });
}

/** The forms of the styles whose kinds the run has. @throws StateError if none is left */
async function wantedForms(
  database: Database,
  styles: ReturnType<typeof parseStyles>,
): Promise<readonly AnyExportForm[]> {
  const held = await heldKinds(database);
  const forms = styles.flatMap((style) => formsOfStyle(style, communityId));
  const wanted = forms.filter((form) => held.includes(form.kind));
  if (wanted.some((form) => form.kind !== 'dns')) return wanted;
  throw new StateError(
    `export: the run has no rows for these forms: ${styles.join(', ')}; it holds ${held.join(', ')}`,
    { held, styles },
  );
}
