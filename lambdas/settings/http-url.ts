import * as z from 'zod';

/**
 * The URL of a server, without user and password, which belong in a secret, and without query and
 * fragment, since paths are appended to it.
 */
export const HttpUrl = z.url({ protocol: /^https?$/, abort: true }).refine((text) => {
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === '';
}, 'a URL without user, password, query and fragment');

/** A base URL that a path with a leading slash can be appended to. */
export const withoutTrailingSlash = (url: string): string => url.replace(/\/$/, '');
