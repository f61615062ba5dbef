import { csvCell } from './csv-cell.ts';
import { type ExportForm, NOTHING } from './export-form.ts';
import { absentPorts, netflowPorts, netflowProtocol } from './netflow-cells.ts';
import { clockText, shortSecondsText } from './stamp-text.ts';

const COLUMNS =
  'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows,' +
  'flags,srcTos,outPackets,outBytes,label';

/**
 * Flows as nfdump 1.7 writes them as CSV: its ten columns, then five of those that it adds on demand.
 *
 * @see nfdump(1): `-o "csv:%ts %td %pr %sa %sp %da %dp %pkt %byt %fl %flg %stos %opkt %obyt %lbl"`
 */
export const nfdumpForm: ExportForm<'flows'> = {
  kind: 'flows',
  file: 'nfdump.csv',
  format: 'nfdump-csv',
  absentFields: (flow) => ['state', 'service', ...absentPorts(flow)],
  head: () => `${COLUMNS}\n`,
  foot: NOTHING,
  line: (flow) => {
    const [source, destination] = netflowPorts(flow);
    const duration = flow.duration_us === null ? '' : shortSecondsText(flow.duration_us);
    return (
      `${clockText(flow.start_us)},${duration},${netflowProtocol(flow.protocol)},` +
      `${flow.src_ip},${source},${flow.dst_ip},${destination},` +
      `${csvCell(flow.src_packets)},${csvCell(flow.src_bytes)},1,` +
      `${csvCell(flow.tcp_flags)},${csvCell(flow.tos)},` +
      `${csvCell(flow.dst_packets)},${csvCell(flow.dst_bytes)},${csvCell(flow.label)}`
    );
  },
};
