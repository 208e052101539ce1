import type { Readable } from 'node:stream';
import { FileNotNdjson, FileTruncated } from '../../shared/errors.ts';
import { ConnectionFailed } from '../../shared/http/http.ts';
import { pour } from '../../shared/http/pour.ts';
import type { Uploaded } from '../../shared/records/open-file.ts';
import type { Receipt } from '../../shared/records/receipt-records.ts';
import type { ContentScanner } from '../verify/content-scanner.ts';
import type { ObjectSink, Paused } from './object-sink.ts';
import { skipping } from './skipping.ts';
import { TimeUp } from './time-up.ts';

/** What landed, as a receipt has it; or how far it came before the time was up. */
export type Landed =
  | { kind: 'landed'; what: Pick<Receipt, 'bytes' | 'lines' | 'checksum' | 'issues'> }
  | { kind: 'paused'; at: Paused };

type Landing = {
  scanner: Pick<ContentScanner, 'end'>;
  sink: ObjectSink;
  /** Stored already, and comes again before the rest. */
  skip: Uploaded | undefined;
};

/**
 * Pours a file's content into its object, which exists once all of it has come and has been looked at. A
 * content that is refused leaves nothing. Throws FileTruncated where it is cut short (D1), FileNotNdjson,
 * and what storage throws.
 */
export async function land(content: Readable, { scanner, sink, skip }: Landing): Promise<Landed> {
  try {
    await pour(content, skip ? skipping(skip, sink) : sink);
    const tallied = scanner.end();
    const { bytes, crc32c } = await sink.finish();
    const checksum = `crc32c:${crc32c.toString(16).padStart(8, '0')}`;
    return { kind: 'landed', what: { bytes, ...tallied, checksum } };
  } catch (error) {
    const at = error instanceof TimeUp && (await sink.pause());
    if (at) return { kind: 'paused', at };
    const refused = refusalOf(error);
    // What storage refused to take just now, the next call may bring to its end.
    if (refused) await sink.abort();
    throw refused ?? error;
  }
}

function refusalOf(error: unknown): FileTruncated | FileNotNdjson | undefined {
  if (error instanceof FileTruncated || error instanceof FileNotNdjson) return error;
  if (!(error instanceof ConnectionFailed)) return undefined;
  return new FileTruncated('the file ended before its end', { cause: error });
}
