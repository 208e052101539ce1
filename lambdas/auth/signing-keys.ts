import type { SigningAlgorithm } from '../settings/smart-backend.ts';

/** KMS in the verbs that Sluice needs; a key is named by its alias, id or ARN. */
export type SigningKeys = {
  /** Signs a message of at most 4,096 bytes. An ECDSA signature comes in DER. */
  sign(key: string, alg: SigningAlgorithm, message: Buffer): Promise<Buffer>;
  /** The public key, a DER SubjectPublicKeyInfo (RFC 5280 §4.1). */
  publicKey(key: string): Promise<Buffer>;
};
