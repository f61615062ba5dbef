import type { EncoderForm } from '../core/encoder-form.ts';
import { ScenarioError } from '../core/errors.ts';
import { chooseEncoder } from '../encoders/choose-encoder.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';

/**
 * Checks what a scenario says of encoders before anything is learned.
 *
 * @param encoders by `table.column`
 * @throws ScenarioError if there is no such column, or its kind is never coded so
 */
export function checkEncoders(
  layout: GenerationLayout,
  encoders: Readonly<Record<string, EncoderForm>>,
): void {
  for (const [place, override] of Object.entries(encoders)) {
    const [table = '', name = ''] = place.split('.');
    const columns = layout.tables.get(table)?.table.columns ?? [];
    const column = columns.find((one) => one.name === name);
    if (column === undefined) {
      throw new ScenarioError(
        `model.encoders: no such column: ${place}; ${adviceFor(layout, table)}`,
        { column: place },
      );
    }
    chooseEncoder(column, {}, { k: 1, table, override });
  }
}

function adviceFor(layout: GenerationLayout, table: string): string {
  const columns = layout.tables.get(table)?.table.columns.map((one) => one.name);
  if (columns !== undefined) return `use one of ${table}'s: ${columns.join(', ')}`;
  return `use a table of the run: ${[...layout.tables.keys()].join(', ')}`;
}
