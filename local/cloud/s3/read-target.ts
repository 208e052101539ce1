import type { CloudRequest } from '../service.ts';
import { AwsError } from '../service.ts';

/** What a request is about; `kind` is `object` or `bucket`, and the sub-resource if there is one. */
type Target = { bucketName: string; key: string; kind: string };

/** Headers that ask for something a plain folder cannot keep, or that is not built. */
const UNSUPPORTED = /^x-amz-(copy-source|meta-|tagging|checksum-(sha1|crc64nvme)$)/;

/** Reads `/<bucket>/<key>?<query>`. Throws NotImplemented for what would otherwise be ignored. */
export function readTarget(url: URL, headers: CloudRequest['headers']): Target {
  const refused = Object.keys(headers).find((name) => UNSUPPORTED.test(name));
  if (refused) throw new AwsError('NotImplemented', refused, 501);
  const path = decode(url.pathname.slice(1));
  const slash = path.indexOf('/');
  const bucketName = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  const kind = [key === '' ? 'bucket' : 'object', ...subresource(url.searchParams)].join(' ');
  return { bucketName, key, kind };
}

function subresource(query: URLSearchParams): string[] {
  if (query.has('uploads')) return ['uploads'];
  if (query.has('uploadId')) return ['upload'];
  if (query.get('list-type') === '2') return ['list'];
  return [...query.keys()].filter((name) => name !== 'x-id');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
