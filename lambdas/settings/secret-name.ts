import * as z from 'zod';

/** Name of the Secrets Manager secret that holds the credential; the settings never hold one. */
export const SecretName = z
  .string()
  .regex(/^[\w/+=.@-]{1,512}$/, 'the name of a Secrets Manager secret');
