import { csvCell } from './csv-cell.ts';
import { type ExportForm, NOTHING } from './export-form.ts';
import { absentPorts, netflowPorts, netflowProtocol } from './netflow-cells.ts';
import { fullText, shortSecondsText } from './stamp-text.ts';

/**
 * Flows as UGR'16 has them, without a header: `te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label`.
 *
 * `te` is the end of a flow, in whole seconds where these say all; a flow without a duration ends
 * where it starts.
 *
 * @see Macia-Fernandez et al., UGR'16, Computers & Security 73, 2018
 */
export const ugr16Form: ExportForm<'flows'> = {
  kind: 'flows',
  file: 'ugr16.csv',
  format: 'ugr16-csv',
  absentFields: (flow) => ['dst_packets', 'dst_bytes', 'state', 'service', ...absentPorts(flow)],
  head: NOTHING,
  foot: NOTHING,
  line: (flow) => {
    const [source, destination] = netflowPorts(flow);
    const durationUs = flow.duration_us ?? 0;
    return (
      `${endText(flow.start_us + durationUs)},${shortSecondsText(durationUs)},` +
      `${flow.src_ip},${flow.dst_ip},${source},${destination},${netflowProtocol(flow.protocol)},` +
      `${csvCell(flow.tcp_flags)},0,${csvCell(flow.tos)},` +
      `${csvCell(flow.src_packets)},${csvCell(flow.src_bytes)},${csvCell(flow.label)}`
    );
  },
};

function endText(endUs: number): string {
  const text = fullText(endUs);
  return endUs % 1_000_000 === 0 ? text.slice(0, 19) : text;
}
