import type { Storage } from '../../storage.ts';
import { resultIn, type S3, type S3Request } from './s3.ts';
import { childrenOf, textOf, type XmlElement } from './xml.ts';

/** What is open of one bucket's uploads, over all pages. */
export const uploadLists = (s3: S3): Pick<Storage, 'openUploads'> => ({
  async openUploads(prefix) {
    const found = await pagesOf(s3, {
      request: { operation: 'ListMultipartUploads', method: 'GET' },
      query: { uploads: '', prefix },
      next: { 'key-marker': 'NextKeyMarker', 'upload-id-marker': 'NextUploadIdMarker' },
      result: 'ListMultipartUploads',
    });
    return found
      .flatMap((page) => childrenOf(page, 'Upload'))
      .map((upload) => ({
        key: textOf(upload, 'Key') ?? '',
        uploadId: textOf(upload, 'UploadId') ?? '',
      }));
  },
});

type Paged = {
  request: S3Request;
  query: Record<string, string>;
  /** Markers of the next page: what the query calls them, and what the answer does. */
  next: Record<string, string>;
  /** The element that a page is. */
  result: string;
};

async function pagesOf(s3: S3, { request, query, next, result }: Paged): Promise<XmlElement[]> {
  const pages: XmlElement[] = [];
  let markers: Record<string, string> | undefined = {};
  while (markers) {
    const answer = await s3.call({ ...request, query: { ...query, ...markers } });
    const page = resultIn(answer, result);
    pages.push(page);
    markers = textOf(page, 'IsTruncated') === 'true' ? markersIn(page, next) : undefined;
  }
  return pages;
}

const markersIn = (page: XmlElement, next: Paged['next']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(next).flatMap(([query, name]) => {
      const value = textOf(page, name);
      return value ? [[query, value]] : [];
    }),
  );
