import type { JsonWebKey } from 'node:crypto';

/** A client as it is registered for SMART Backend Services. */
export type SmartClient = {
  id: string;
  /** Its public keys, each with a `kid`. */
  keys: readonly (JsonWebKey & { kid: string })[];
  /** Where it publishes them; what `jku` has to be where the client sends one. */
  jwksUrl?: string;
};
