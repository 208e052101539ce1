import { environment } from '../environment.ts';

/** What requests are signed with. A session token comes with credentials that expire. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** The credentials of the function's role, as Lambda gives them. Throws SettingsInvalid. */
export function lambdaCredentials(): Credentials {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: environment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: environment('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
}
