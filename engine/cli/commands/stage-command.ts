import { type Command, type CommandContext, SOURCE_OPTIONS } from '../command.ts';
import { EXIT } from '../exit.ts';
import { GENERATE_OPTIONS, TRAIN_OPTIONS } from '../generate-options.ts';
import { openRun } from '../open-run.ts';
import { type RunManifest, STAGES, type StageName } from '../run-manifest.ts';
import { runStages } from '../run-stages.ts';
import { RUN_STAGES } from '../stages/all-stages.ts';

/** What a verb that runs stages tells at its end. */
export interface StageOutcome {
  readonly document: unknown;
  readonly lines: readonly string[];
  readonly exitCode?: number;
}

/** What makes a verb of the stages up to one of them. */
export interface StageCommandOptions {
  readonly name: string;
  readonly summary: string;
  readonly until: StageName;
  outcome(manifest: RunManifest, runDirectory: string): Promise<StageOutcome>;
}

/** A verb that runs a scenario's stages up to one of them, and keeps those already done. */
export function stageCommand(options: StageCommandOptions): Command {
  return {
    name: options.name,
    summary: options.summary,
    positionals: ['SCENARIO'],
    options: { ...SOURCE_OPTIONS, ...RUN_OPTIONS, ...wishesUntil(options.until) },
    async run(context: CommandContext) {
      const { run, release } = await openRun(context);
      try {
        const manifest = await runStages(run, { stages: RUN_STAGES, until: options.until });
        const outcome = await options.outcome(manifest, run.workspace.root);
        context.result(outcome.document, outcome.lines);
        return outcome.exitCode ?? EXIT.ok;
      } finally {
        await release();
      }
    },
  };
}

/** Options of the stages that a verb runs; the same words later keep what was made by them. */
function wishesUntil(until: StageName): Command['options'] {
  const runs = (stage: StageName) => STAGES.indexOf(until) >= STAGES.indexOf(stage);
  return {
    ...(runs('train') ? TRAIN_OPTIONS : {}),
    ...(runs('generate') ? GENERATE_OPTIONS : {}),
  };
}

/** Options of the verbs that run stages. */
export const RUN_OPTIONS = {
  workers: { type: 'string', value: 'N', help: 'threads that draw shards; never changes the rows' },
} as const;
