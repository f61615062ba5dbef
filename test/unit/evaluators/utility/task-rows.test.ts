import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Cell } from '../../../../evaluators/columns/frame.ts';
import {
  type AskedTaskRows,
  mixedTaskRows,
  prepareTask,
  shuffledTaskRows,
  thinnedClasses,
} from '../../../../evaluators/utility/task-rows.ts';

const random = createRandom(1, 'task');

describe('prepareTask', () => {
  it('should keep common classes of training only, and the same number of rows', () => {
    const training = asked(labels({ tcp: 200, udp: 100, rare: 3 }));
    const synthetic = asked(labels({ tcp: 50, udp: 40, invented: 60 }));
    const holdout = asked(labels({ tcp: 60, udp: 30, rare: 1 }));

    const sides = prepareTask({ training, synthetic, holdout }, 'classes', random);

    expect(sides.classes).to.deep.equal(['tcp', 'udp']);
    expect(sides.training.frame.rows).to.equal(90);
    expect(sides.synthetic.frame.rows).to.equal(90);
    expect(sides.holdout.frame.rows).to.equal(90);
    expect(new Set(sides.synthetic.target)).to.deep.equal(new Set([0, 1]));
  });

  it('should keep what is known beside its answer', () => {
    const rows = asked(labels({ tcp: 80, udp: 80 }));

    const { training, classes } = prepareTask(
      { training: rows, synthetic: rows, holdout: rows },
      'classes',
      random,
    );

    const known = training.frame.columns[0]!.values;
    for (const [row, code] of training.target.entries()) {
      expect(String(known[row]).split(' ')[0]).to.equal(classes[code]);
    }
  });

  it('should refuse too few rows, and one class', () => {
    const rows = asked(labels({ tcp: 80, udp: 80 }));
    const few = asked(labels({ tcp: 20, udp: 20 }));
    const one = asked(labels({ tcp: 90 }));
    const prepare = (synthetic: AskedTaskRows) => () =>
      prepareTask({ training: rows, synthetic, holdout: rows }, 'classes', random);

    expect(prepare(few)).to.throw(IncomputableMetricError, 'too few training rows: 40');
    expect(prepare(one)).to.throw(IncomputableMetricError, 'one answer only');
  });
});

describe('thinnedClasses', () => {
  it('should thin common classes and keep rare ones whole', () => {
    const rows = asked(labels({ benign: 5_000, scan: 700, theft: 30 }));

    const { target, frame } = thinnedClasses(rows, 1_000, random);

    const count = (label: string) => target.filter((cell) => cell === label).length;
    expect([count('benign'), count('scan'), count('theft')]).to.deep.equal([485, 485, 30]);
    expect(frame.rows).to.equal(1_000);
    expect(frame.columns[0]!.values.every((value, row) => `${value}`.startsWith(`${target[row]}`)))
      .to.be.true;
  });

  it('should keep all where there is room', () => {
    const rows = asked(labels({ benign: 50, theft: 3 }));

    expect(thinnedClasses(rows, 100, random).target).to.deep.equal(rows.target);
  });
});

describe('mixedTaskRows', () => {
  it('should replace the share that is asked for', () => {
    const side = (name: string) => {
      const rows = asked(labels({ [`${name}-a`]: 60, [`${name}-b`]: 60 }));
      return prepareTask({ training: rows, synthetic: rows, holdout: rows }, 'classes', random)
        .training;
    };

    const mixed = mixedTaskRows(side('real'), side('made'), 0.25);

    const names = mixed.frame.columns[0]!.values.map((value) => String(value).split('-')[0]);
    expect(names.length).to.equal(120);
    expect(names.filter((name) => name === 'made').length).to.equal(30);
  });
});

describe('shuffledTaskRows', () => {
  it('should keep answers but not beside what was known', () => {
    const rows = asked(labels({ tcp: 200, udp: 200 }));
    const { training } = prepareTask(
      { training: rows, synthetic: rows, holdout: rows },
      'classes',
      random,
    );

    const shuffled = shuffledTaskRows(training, random);

    expect([...shuffled.target].sort()).to.deep.equal([...training.target].sort());
    const agree = shuffled.target.filter(
      (code, row) =>
        String(shuffled.frame.columns[0]!.values[row]).startsWith('tcp') === (code === 0),
    );
    expect(agree.length).to.be.within(140, 260);
  });
});

function labels(counts: Readonly<Record<string, number>>): Cell[] {
  return Object.entries(counts).flatMap(([label, count]) => Array<Cell>(count).fill(label));
}

function asked(target: readonly Cell[]): AskedTaskRows {
  const values = target.map((label, row) => `${label} ${row}`);
  return {
    frame: {
      rows: target.length,
      columns: [{ name: 'known', role: 'target', type: 'categorical', values }],
    },
    target,
    subject: Int32Array.from(target.keys()),
  };
}
