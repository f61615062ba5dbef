/**
 * Opens what stands for some statistics once, however often it is asked for.
 *
 * Opening builds tables; a shard of few rows would take longer to open its encoders than to draw.
 */
export function openOnce<S extends object, T>(open: (stats: S) => T): (stats: S) => T {
  const known = new WeakMap<S, T>();
  return (stats) => {
    const opened = known.get(stats) ?? open(stats);
    known.set(stats, opened);
    return opened;
  };
}
