import { Source } from '../../../lambdas/settings/source.ts';

/** Settings of the bench's server of files. */
export const benchSource = (
  origin: string,
  { verify, compress }: Pick<Source, 'verify' | 'compress'>,
): Source =>
  Source.parse({
    dialect: 'bulk-data',
    baseUrl: `${origin}/fhir`,
    auth: { kind: 'none' },
    private: true,
    ...{ verify, compress },
  });

/** No credential is sent, so that none has to be had. */
export const noAuthenticator = { headers: async () => ({}), renew: async () => false };
