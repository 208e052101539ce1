import { createHash } from 'node:crypto';
import { type Content, contentOf } from './content.ts';

/** When every document was written. */
export const UPDATED = new Date('2025-12-01T00:00:00.000Z');

/** A document of a patient. The first has its attachment's data in it, the others point at a Binary. */
export function documentReference(
  nth: number,
  patient: string,
  linkOf: (binaryId: string) => string,
) {
  const content = contentOf(nth);
  const place =
    nth === 0 ? { data: content.bytes.toString('base64') } : { url: linkOf(`bin-${nth}`) };
  return {
    resourceType: 'DocumentReference',
    id: `doc-${nth}`,
    meta: { versionId: '1', lastUpdated: UPDATED },
    status: 'current',
    type: { text: 'Note' },
    subject: { reference: `Patient/${patient}` },
    content: [{ attachment: { ...described(content), ...place } }],
  };
}

const described = ({ contentType, bytes }: Content) => ({
  contentType,
  size: bytes.length,
  hash: createHash('sha1').update(bytes).digest('base64'),
});
