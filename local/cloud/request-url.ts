import { AwsError } from './service.ts';

/**
 * The URL of a request target such as `/bucket/a%20key?list-type=2`. A target that the URL parser
 * would rewrite, `/bucket/a/../b` above all, is refused as S3 refuses it: it would name another object.
 */
export function requestUrl(target: string): URL {
  const url = new URL(`http://cloud.invalid${target.startsWith('/') ? target : '/'}`);
  if (url.pathname === target.split('?', 1)[0]) return url;
  throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
}
