import { defined } from '../../core/invariant.ts';

/**
 * The mask of a first layer under which a column's units see only columns earlier in the order.
 *
 * It is fed, so that one program learns every order.
 *
 * @param order columns, first to last
 * @param widths `inputs` E for each column, `units` H for each column
 * @returns 0 or 1, row-major [columns*E, columns*H]
 * @see Germain et al., MADE: Masked autoencoder for distribution estimation, ICML 2015, equation 12
 */
export function columnOrderMask(
  order: readonly number[],
  widths: { readonly inputs: number; readonly units: number },
): Float32Array {
  const ranks = order.map((_, column) => order.indexOf(column));
  const across = order.length * widths.units;
  return new Float32Array(order.length * widths.inputs * across).map((_, index) => {
    const from = defined(
      ranks[Math.floor(index / across / widths.inputs)],
      'order names all columns',
    );
    const to = defined(
      ranks[Math.floor((index % across) / widths.units)],
      'order names all columns',
    );
    return from < to ? 1 : 0;
  });
}
