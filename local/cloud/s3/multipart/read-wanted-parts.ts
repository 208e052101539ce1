import { z } from 'zod';
import { malformedXml, parseXml } from '../xml.ts';

/** A part as CompleteMultipartUpload names it. */
export type WantedPart = { partNumber: number; etag: string };

const PartElement = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() });
const Body = z.object({
  CompleteMultipartUpload: z.object({ Part: z.union([z.array(PartElement), PartElement]) }),
});

/** Reads the list of parts, as many as there are. Throws MalformedXML, also for an empty list. */
export function readWantedParts(body: Buffer): WantedPart[] {
  const checked = Body.safeParse(parseXml(body));
  if (!checked.success) throw malformedXml();
  const parts = [checked.data.CompleteMultipartUpload.Part].flat();
  return parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber, etag: ETag }));
}
