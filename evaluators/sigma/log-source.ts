import { z } from 'zod';
import { refuseRule } from './sigma-problem.ts';

/** Where a rule's events come from. */
export const logSourceSchema = z.object({
  product: z.string().nullish(),
  category: z.string().nullish(),
  service: z.string().nullish(),
});

export type LogSource = z.infer<typeof logSourceSchema>;

/** Sysmon event ids of the categories of Windows rules. */
const CATEGORY_EVENTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['process_creation', [1]],
  ['file_change', [2]],
  ['network_connection', [3]],
  ['sysmon_status', [4, 16]],
  ['process_termination', [5]],
  ['driver_load', [6]],
  ['image_load', [7]],
  ['create_remote_thread', [8]],
  ['raw_access_thread', [9]],
  ['process_access', [10]],
  ['file_event', [11]],
  ['registry_add', [12]],
  ['registry_delete', [12]],
  ['registry_set', [13]],
  ['registry_rename', [14]],
  ['registry_event', [12, 13, 14]],
  ['create_stream_hash', [15]],
  ['pipe_created', [17, 18]],
  ['wmi_event', [19, 20, 21]],
  ['dns_query', [22]],
  ['file_delete', [23, 26]],
  ['clipboard_capture', [24]],
  ['process_tampering', [25]],
  ['file_block_executable', [27]],
  ['file_block_shredding', [28]],
  ['file_executable_detected', [29]],
  ['sysmon_error', [255]],
]);

/**
 * Sysmon event ids that a log source stands for; null for all of them.
 *
 * @throws SigmaRuleError if it names other logs than Sysmon's
 */
export function eventIdsOf({ product, category, service }: LogSource): readonly number[] | null {
  const remedy = 'give rules of Windows Sysmon categories';
  if (product && product !== 'windows') {
    return refuseRule('logsource product', { what: 'is not windows', value: product, remedy });
  }
  if (service && service !== 'sysmon') {
    return refuseRule('logsource service', { what: 'is not sysmon', value: service, remedy });
  }
  if (!category) {
    if (service) return null;
    return refuseRule('logsource', { what: 'names no category', value: product ?? '', remedy });
  }
  return (
    CATEGORY_EVENTS.get(category) ??
    refuseRule('logsource category', { what: 'is none of Sysmon', value: category, remedy })
  );
}
