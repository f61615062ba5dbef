import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { digestSeedFiles, openSeedFiles } from '../../../engine/cli/seed-files.ts';
import { drawShards } from '../../../engine/cli/shard-pool.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { saveGenerator } from '../../../engine/pipeline/generator-folder.ts';
import type { GenerationRequest } from '../../../engine/pipeline/plan-generation.ts';
import { readSeeds } from '../../../engine/pipeline/seed-scripts.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { writeCsv } from '../../../engine/snapshot/csv.ts';
import type { Database } from '../../support/database-arbitrary.ts';
import { train } from '../../support/generate-all.ts';
import { linkedWorld } from '../../support/linked-world.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('seed rows of a split folder', () => {
  const folder = temporaryFolder();
  const [split, home] = [join(folder, 'split'), join(folder, 'generator')];
  let generator: Generator;

  before(async function () {
    this.timeout(60_000);
    generator = await train(linkedWorld(30), { seed: 1 });
    await saveGenerator(home, generator);
    await writeSplit(split, linkedWorld(6));
  });

  it('should be continued alike by any number of threads', async function () {
    this.timeout(60_000);
    const seeds = await readSeeds(generator, openSeedFiles(split, generator.schema), 4);
    const request = { seed: 5, seeds, shardSize: 2 };

    const one = await draw(request, 1);

    expect(seeds).to.have.length(4);
    expect(one.filter((text) => text.startsWith('0 subjects 2'))).to.have.length(1);
    expect(await draw(request, 2)).to.deep.equal(one);
    expect(await draw({ ...request, includeSeed: true }, 2)).to.not.deep.equal(one);
  });

  it('should be told from other rows by their digest', async () => {
    const other = join(folder, 'other');
    await writeSplit(other, linkedWorld(7));
    const digest = await digestSeedFiles(split, generator.schema);

    expect(await digestSeedFiles(split, generator.schema)).to.equal(digest);
    expect(await digestSeedFiles(other, generator.schema)).to.not.equal(digest);
  });

  it('should be refused where there are none', () => {
    expect(() => openSeedFiles(home, generator.schema)).to.throw(ScenarioError);
  });

  /** Shard, table, count and bytes, in order. */
  async function draw(request: GenerationRequest, workers: number): Promise<string[]> {
    const drawn: string[] = [];
    for await (const { shard, tables } of drawShards(
      { generator: home, request },
      [0, 1],
      workers,
    )) {
      for (const { table, rows, text } of tables) {
        drawn.push(`${shard} ${table} ${rows} ${Buffer.from(text).toString('base64')}`);
      }
    }
    return drawn.sort();
  }
});

async function writeSplit(folder: string, { schema, rows }: Database): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const table of schema.tables) {
    if (table.role === 'reference') continue;
    async function* batches() {
      yield rows.get(table.name) ?? [];
    }
    await writeCsv(join(folder, `${table.name}-holdout.csv`), table, batches());
  }
}
