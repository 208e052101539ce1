import type { ServerRequest } from '../../server.ts';
import { type CheckAssertionDeps, checkAssertion, InvalidAssertion } from './check-assertion.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = /^system\/([A-Z][A-Za-z]+|\*)\.(read|\*|(?=.)c?r?u?d?s?)$/;

export type ReadFormDeps = Omit<CheckAssertionDeps, 'tokenUrl'> & {
  scopes?: readonly string[];
};

/** What a form asks for is granted, or refused with an error of OAuth 2.0. */
export type Asked =
  | { kind: 'granted'; scope: string }
  | { kind: 'refused'; error: string; why: string | undefined };
const refused = (error: string, why?: string): Asked => ({ kind: 'refused', error, why });

/** Reads a token request: the assertion has to be good, and of the scopes those that may be are granted (rule 8). */
export async function readForm(
  { url, headers, body }: ServerRequest,
  { scopes, ...deps }: ReadFormDeps,
): Promise<Asked> {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return refused('invalid_request');
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
  if (form.get('client_assertion_type') !== JWT_BEARER) return refused('invalid_request');
  const tokenUrl = url.origin + url.pathname;
  try {
    await checkAssertion(form.get('client_assertion') ?? '', { ...deps, tokenUrl });
  } catch (error) {
    if (error instanceof InvalidAssertion) return refused('invalid_client', error.message);
    throw error;
  }
  const asked = (form.get('scope') ?? '').split(' ');
  const granted = asked.filter((scope) => scopes?.includes(scope) ?? true);
  if (!asked.every((scope) => SCOPE.test(scope)) || granted.length === 0)
    return refused('invalid_scope');
  return { kind: 'granted', scope: granted.join(' ') };
}
