import type { Readable } from 'node:stream';
import { FileTruncated } from '../../shared/errors.ts';
import { ConnectionFailed } from '../../shared/http/http.ts';
import { pour } from '../../shared/http/pour.ts';
import type { Receipt } from '../../shared/records/receipt-records.ts';
import type { ContentScanner } from '../verify/content-scanner.ts';
import type { ObjectSink } from './object-sink.ts';

/** What landed, as a receipt has it. */
export type Landed = Pick<Receipt, 'bytes' | 'lines' | 'checksum' | 'issues'>;

/**
 * Pours a file's content into its object, which exists once all of it has come and has been looked at; on
 * any error nothing is left of it. Throws FileTruncated where the content is cut short (D1),
 * FileNotNdjson, and what storage throws.
 */
export async function land(
  content: Readable,
  scanner: Pick<ContentScanner, 'end'>,
  sink: ObjectSink,
): Promise<Landed> {
  try {
    await pour(content, sink);
    const tallied = scanner.end();
    const { bytes, crc32c } = await sink.finish();
    return { bytes, ...tallied, checksum: `crc32c:${crc32c.toString(16).padStart(8, '0')}` };
  } catch (error) {
    await sink.abort();
    if (!(error instanceof ConnectionFailed)) throw error;
    throw new FileTruncated('the file ended before its end', { cause: error });
  }
}
