import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

type Algorithm = 'RS384' | 'ES384';

/** Changes to a valid assertion. */
export type Told = {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: KeyObject;
};

/** A client with a key of its own, and assertions signed with it. */
export function aSmartClient(alg: Algorithm, tokenUrl: string, now: () => Date) {
  const { publicKey, privateKey } = newKey(alg);
  let assertions = 0;
  const client = {
    id: 'test-client',
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }],
    jwksUrl: 'https://client.example/jwks.json',
  };
  const assertion = ({ header, claims, key = privateKey }: Told = {}): string => {
    assertions += 1;
    const exp = Math.floor(now().getTime() / 1000) + 300;
    const own = { iss: client.id, sub: client.id, aud: tokenUrl, exp, jti: `${assertions}` };
    const signed = [
      { alg, typ: 'JWT', kid: 'key-1', ...header },
      { ...own, ...claims },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const options = { key, dsaEncoding: 'ieee-p1363' } as const;
    return `${signed}.${sign('sha384', Buffer.from(signed), options).toString('base64url')}`;
  };
  return { client, assertion };
}

/** A new pair of keys. */
export const newKey = (alg: Algorithm) =>
  alg === 'ES384'
    ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
