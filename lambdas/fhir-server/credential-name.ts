import { type Auth, kmsKeysOf, secretOf } from '../settings/auth.ts';

/** What to look at where a server refuses a login: the names of secret and keys, never their values (K1). */
export function credentialName(auth: Auth): string {
  if (auth.kind === 'none') return 'no credential, as its auth is "none"';
  const secret = secretOf(auth);
  const names = [
    ...(secret === undefined ? [] : [`secret "${secret}"`]),
    ...kmsKeysOf(auth).map(({ key }) => `KMS key "${key}"`),
  ];
  return names.join(', ');
}
