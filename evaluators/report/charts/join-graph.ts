import { type Html, html, trusted } from '../html.ts';
import { nothingToDraw, shorten } from './figure.ts';
import {
  type JoinEdge,
  type JoinLayout,
  type JoinNode,
  layOutJoins,
  type PlacedEdge,
  type PlacedNode,
} from './join-layout.ts';

const BOX = 124;
const BEND = 40;
const LABEL = 124;
const STEP = BOX + BEND + LABEL;
const MARGIN = 4;

/** Tables as boxes, foreign keys as lines from parent (left) to child (right), with captions. */
export function joinGraph(nodes: readonly JoinNode[], edges: readonly JoinEdge[]): Html {
  const known = new Set(nodes.map(({ name }) => name));
  const drawn = edges.filter(
    ({ child, parent }) => child !== parent && known.has(child) && known.has(parent),
  );
  if (nodes.length === 0) return nothingToDraw();
  const layout = layOutJoins(nodes, drawn);
  const width = layout.layers * STEP - BEND - LABEL + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN;
  const label = `Tables and their foreign keys: ${drawn.map(({ child, parent }) => `${child} to ${parent}`).join(', ')}`;
  return html`<svg class="joins" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}">${layout.edges.map((edge) => edgeMark(edge, layout))}${layout.nodes.map(nodeMark)}</svg>`;
}

function nodeMark({ name, caption, layer, y, height }: PlacedNode): Html {
  const [x, middle] = [layer * STEP, y + height / 2];
  return html`<g><rect x="${x}" y="${y}" width="${BOX}" height="${height}" rx="6" fill="var(--wash)" stroke="var(--line-strong)"></rect><text x="${x + BOX / 2}" y="${middle - 4}" text-anchor="middle" font-size="13" font-weight="600" fill="var(--ink)">${shorten(name, 16)}</text><text x="${x + BOX / 2}" y="${middle + 13}" text-anchor="middle" font-size="11" fill="var(--soft)">${caption}</text></g>`;
}

function edgeMark(edge: PlacedEdge, { nodes }: JoinLayout): Html {
  const parent = nodes.find(({ name }) => name === edge.parent);
  if (parent === undefined) return html``;
  const start = parent.y + parent.height / 2;
  const path = [`M${edge.fromLayer * STEP + BOX},${start}`];
  let before = start;
  for (const [at, level] of edge.lanes.entries()) {
    const left = (edge.fromLayer + at) * STEP + BOX;
    const [bend, half] = [left + BEND, left + BEND / 2];
    path.push(`C${half},${before} ${half},${level} ${bend},${level}`);
    const isLast = at === edge.lanes.length - 1;
    path.push(`H${isLast ? left + BEND + LABEL : left + BEND + LABEL + BOX}`);
    before = level;
  }
  const end = (edge.fromLayer + edge.lanes.length) * STEP;
  const text = (of: string, y: number, fill: string) =>
    html`<text x="${end - LABEL + 2}" y="${y}" font-size="11" fill="${fill}">${of}</text>`;
  return html`<g><path d="${trusted(path.join(''))}" fill="none" stroke="var(--line-strong)" stroke-width="1.5"></path><circle cx="${end - 4}" cy="${before}" r="3.5" fill="var(--accent)"></circle>${text(edge.kind, before - 5, 'var(--soft)')}${text(edge.caption, before + 14, 'var(--ink)')}</g>`;
}
