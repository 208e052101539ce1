import * as z from 'zod';
import { mimeTypeOf } from '../../http/mime-type.ts';
import { FileRefused } from '../../runtime/errors.ts';
import { jsonObject } from '../../runtime/json.ts';

/**
 * The longest JSON that is read whole: as text, as JSON and as bytes it is in memory at once, several
 * times over, and the Lambda has to live.
 */
const MAX_BYTES = 64 * 1024 ** 2;

const Binary = z.looseObject({
  contentType: z.string(),
  data: z.string().regex(/^[A-Za-z0-9+/\s]*={0,2}\s*$/),
});

/** Whether an answer of that type may be a Binary as FHIR in place of its content. */
export const mayBeBinary = (type: string | null): boolean =>
  /^application\/(fhir\+json|json\+fhir|json)$/.test(type ?? '');

/**
 * The content of a Binary that the server sends as FHIR whatever it is asked for
 * (https://hl7.org/fhir/R4/binary.html#rest); undefined where the JSON is none. Throws FileRefused.
 */
export function unwrapBinary(
  json: Buffer,
): { contentType: string | null; bytes: Buffer } | undefined {
  const resource = jsonObject(json.toString('utf8'));
  if (resource?.resourceType !== 'Binary') return undefined;
  const binary = Binary.safeParse(resource);
  if (!binary.success) throw new FileRefused('the server sent a Binary without its data');
  const { contentType, data } = binary.data;
  return { contentType: mimeTypeOf(contentType), bytes: Buffer.from(data, 'base64') };
}

/** Reads JSON whole. Throws FileRefused beyond the limit. */
export async function readJson(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new FileRefused(
        `the server sent JSON of more than ${MAX_BYTES} bytes for an attachment`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
