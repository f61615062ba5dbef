import type { Node } from '../graph.ts';
import { bindShape } from '../shape.ts';
import { cast, type GraphWriter, INT32, int } from './graph-writer.ts';
import { lowerBinary, reduce, runningSums } from './lower-operation.ts';
import type { Neighbours, Step } from './step.ts';

/** Blocks that a row's shares are divided into; onnxruntime's products like 16 columns. */
const BLOCKS = 16;
/** With fewer shares in all rows, passes over all of them are faster than many small operators. */
const LEAST_SHARES = 64;
const LEAST_WORK = 50_000;

/** sum(greater(uniform, cumsum(softmax))) over the last axis: a draw by the inverse CDF. */
interface Draw {
  /** [N, C] */
  readonly shares: Node;
  /** [N, 1] */
  readonly uniform: Node;
}

/**
 * Counts the running sums below a uniform in two steps: first whole blocks of shares, by one
 * product, then the shares of the block in which the uniform falls.
 *
 * Running sums never fall, so that this counts the same; onnxruntime's own CumSum, and the passes
 * over all of its sums, take longer than everything else in a draw but the products.
 */
export function asDraw(node: Node, neighbours: Neighbours): Step | undefined {
  const draw = findDraw(node, neighbours);
  if (draw === undefined) return undefined;
  const count = Number(draw.shares.shape[1]);
  return {
    inputs: [draw.shares, draw.uniform],
    write: ({ writer, names: [shares = '', uniform = ''], sizes }) => {
      const [rows = 1] = bindShape(draw.shares.shape, sizes);
      const names = { shares, uniform, count };
      return rows * count < LEAST_WORK ? writeWhole(writer, names) : writeDraw(writer, names);
    },
  };
}

function findDraw({ operation, inputs }: Node, { users }: Neighbours): Draw | undefined {
  const [above] = inputs;
  if (operation.kind !== 'sum' || operation.axes.join() !== '1') return undefined;
  if (above?.operation.kind !== 'binary' || above.operation.name !== 'greater') return undefined;
  const [uniform, sums] = above.inputs;
  if (sums?.operation.kind !== 'cumsum' || sums.operation.reverse) return undefined;
  const [shares] = sums.inputs;
  if (shares?.operation.kind !== 'softmax' || uniform === undefined) return undefined;
  const alone = users(above) === 1 && users(sums) === 1;
  const [rows, count = 0] = shares.shape;
  const fits = shares.shape.length === 2 && uniform.shape[0] === rows && uniform.shape[1] === 1;
  return alone && fits && Number(count) >= LEAST_SHARES ? { shares, uniform } : undefined;
}

interface DrawNames {
  readonly shares: string;
  readonly uniform: string;
  /** C */
  readonly count: number;
}

function writeWhole(writer: GraphWriter, { shares, uniform, count }: DrawNames): string {
  return countAbove(writer, uniform, runningSums(shares, { width: count, reverse: false }, writer));
}

function writeDraw(writer: GraphWriter, { shares, uniform, count }: DrawNames): string {
  const width = Math.ceil(count / BLOCKS);
  const beforeBlocks = fill(count * BLOCKS, (at) =>
    Math.floor(at / BLOCKS) < (at % BLOCKS) * width ? 1 : 0,
  );
  const starts = writer.tensor(beforeBlocks, { type: 'float32', shape: [count, BLOCKS] });
  const sums = writer.emit('Gemm', [shares, starts]); // [N, BLOCKS]
  const begun = countAbove(writer, uniform, sums); // [N, 1]
  const [one, none] = [writer.scalar(1), writer.scalar(0)];
  const block = writer.emit('Max', [writer.emit('Sub', [begun, one]), none]); // [N, 1]
  const row = cast(block, INT32, writer);
  const before = writer.emit('GatherElements', [sums, row], { attributes: { axis: int(1) } });
  const rest = writer.emit('Sub', [uniform, before]); // [N, 1]
  const own = ownShares(writer, { shares, row, count, width }); // [N, width]
  const inside = countAbove(writer, rest, runningSums(own, { width, reverse: false }, writer));
  const skipped = writer.emit('Mul', [block, writer.scalar(width)]);
  return writer.emit('Min', [writer.emit('Add', [skipped, inside]), writer.scalar(count)]); // [N, 1]
}

/** The shares of each row's block; past the end, the last one again. */
function ownShares(
  writer: GraphWriter,
  of: {
    readonly shares: string;
    readonly row: string;
    readonly count: number;
    readonly width: number;
  },
): string {
  const { shares, row, count, width } = of;
  const places = fill(BLOCKS * width, (at) => Math.min(at, count - 1));
  const table = writer.tensor(places, { type: 'int32', shape: [BLOCKS, width] });
  const found = writer.emit('Gather', [table, row], { attributes: { axis: int(0) } });
  const flat = writer.emit('Reshape', [found, writer.integers([-1, width])]);
  return writer.emit('GatherElements', [shares, flat], { attributes: { axis: int(1) } });
}

function countAbove(writer: GraphWriter, uniform: string, sums: string): string {
  const above = lowerBinary('greater', { writer, names: [uniform, sums] });
  return reduce('ReduceSum', [1], { writer, names: [above] });
}

function fill(length: number, value: (at: number) => number): readonly number[] {
  return Array.from({ length }, (_, at) => value(at));
}
