import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Keys are created when tests run: the repository contains none. */
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;

export const testKeys = {
  rsa: rsa(2048),
  ec: ec('P-384'),
  otherEc: ec('P-384'),
  shortRsa: rsa(1024),
  wrongCurve: ec('P-256'),
};

/** A private key as in the secret of a smart-backend source. */
export const privateJwk = (key: KeyObject, alg: string, kid: string) => ({
  ...key.export({ format: 'jwk' }),
  alg,
  kid,
});
