import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Keys are made when tests run: none stands in the repository. */
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;

export const testKeys = {
  rsa: rsa(2048),
  ec: ec('P-384'),
  otherEc: ec('P-384'),
  shortRsa: rsa(1024),
  wrongCurve: ec('P-256'),
};

/** A private key as the secret of a smart-backend source holds it. */
export const privateJwk = (key: KeyObject, alg: string, kid: string) => ({
  ...key.export({ format: 'jwk' }),
  alg,
  kid,
});
