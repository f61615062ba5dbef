import type { Command } from '../command.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { evaluateFilesCommand } from './evaluate-files.ts';
import { exportCommand } from './export.ts';
import { generateCommand } from './generate.ts';
import { ingestCommand } from './ingest.ts';
import { initCommand } from './init.ts';
import { linkCommand } from './link.ts';
import { planCommand } from './plan.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { schemaCommand } from './schema.ts';
import { snapshotCommand } from './snapshot.ts';
import { statusCommand } from './status.ts';
import { trainCommand } from './train.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

/** The verbs, in the order in which a run takes them. */
export const COMMANDS: readonly Command[] = [
  initCommand,
  validateCommand,
  planCommand,
  runCommand,
  ingestCommand,
  linkCommand,
  trainCommand,
  generateCommand,
  evaluateCommand,
  reportCommand,
  evaluateFilesCommand,
  statusCommand,
  verifyCommand,
  snapshotCommand,
  exportCommand,
  doctorCommand,
  schemaCommand,
];
