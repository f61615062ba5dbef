import type { ByteReader } from './line-splitter.ts';
import type { ReaderContext } from './reader-context.ts';
import type { EventRecord } from './records.ts';
import type { RowSink } from './row-sink.ts';
import { parseSysmonXmlEvent } from './sysmon-xml-event.ts';
import { XmlEventCutter } from './xml-event-cutter.ts';

/**
 * Reads a stream of Event elements; the rows that it counts are events, not lines.
 *
 * @throws DataError at a DOCTYPE or ENTITY declaration
 */
export function createSysmonXmlReader(
  { file, limits }: ReaderContext,
  sink: RowSink<EventRecord>,
): ByteReader {
  const decoder = new TextDecoder('utf-8');
  const parse = (xml: string) => parseSysmonXmlEvent(xml, limits.xmlDepth);
  const cutter = new XmlEventCutter(
    { file, limit: limits.lineBytes },
    {
      event: (xml, line) => {
        // NOTE: the decoder's sign for bytes that are not UTF-8.
        if (xml.includes('\ufffd')) sink.bad(line, 'is not UTF-8', xml);
        else sink.accept({ line, input: xml, sample: xml }, parse);
      },
      defect: (reason, line, sample) => sink.bad(line, reason, sample),
    },
  );
  return {
    push: (chunk) => cutter.push(decoder.decode(chunk, { stream: true })),
    end: () => {
      cutter.push(decoder.decode());
      cutter.end();
    },
  };
}
