import { join, resolve } from 'node:path';

/** All paths of a run, absolute. */
export interface Workspace {
  readonly root: string;
  readonly lock: string;
  readonly manifest: string;
  /** PGlite's directory of the original database. */
  readonly original: string;
  /** PGlite's directory of the synthetic database. */
  readonly synthetic: string;
  readonly generator: string;
  /** How far the training of a network came, until its generator is there. */
  readonly checkpoint: string;
  /** The secret that noise of differential privacy is drawn from. */
  readonly noiseKey: string;
  /** Records planted in training, to be looked for in the output. */
  readonly canaries: string;
  /** Rows drawn from an older generator, while they are learned. */
  readonly replayed: string;
  readonly quarantine: string;
  /** Where the simulator writes the captures of its scenario. */
  readonly lab: string;
  /** The original rows as the generator saw them, for outside judges. */
  readonly split: string;
  readonly snapshot: string;
  readonly reportHtml: string;
  readonly reportJson: string;
}

/** Declares the paths of the run in a folder; it makes none of them. */
export function openWorkspace(runDirectory: string): Workspace {
  const root = resolve(runDirectory);
  const inside = (name: string) => join(root, name);
  return {
    root,
    lock: inside('.lock'),
    manifest: inside('manifest.json'),
    original: inside('original'),
    synthetic: inside('synthetic'),
    generator: inside('generator'),
    checkpoint: inside('training.checkpoint'),
    noiseKey: inside('noise.key'),
    canaries: inside('canaries.json'),
    replayed: inside('replayed'),
    quarantine: inside('quarantine'),
    lab: inside('lab'),
    split: inside('split'),
    snapshot: inside('snapshot'),
    reportHtml: inside('report.html'),
    reportJson: inside('report.json'),
  };
}
