import * as z from 'zod';

/**
 * The URL of a server: no user or password, which belong in a secret, and no query or fragment,
 * since paths are added to it.
 */
export const HttpUrl = z.url({ protocol: /^https?$/, abort: true }).refine((text) => {
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === '';
}, 'a URL without user, password, query and fragment');

/** A base URL to which a path that begins with a slash is appended. */
export const withoutTrailingSlash = (url: string): string => url.replace(/\/$/, '');
