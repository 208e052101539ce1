import { mkdirSync, writeFileSync } from 'node:fs';
import { publicKeySet } from '../../lambdas/auth/smart/signer.ts';
import { keySetFile, keySetFolder } from '../../lambdas/jwks/key-sets.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { type ClientKeys, SigningAlgorithm } from '../../lambdas/settings/auth.ts';
import { readSettings, type Sources, sourceNamed } from '../../lambdas/settings/sources.ts';
import { addKey, awsKeys, laptopKeys } from '../jwks/signing-keys.ts';
import { lakeDirectory } from '../laptop/lake.ts';
import { type ExitStatus, parseOptions, runCommand, UsageError } from './run-command.ts';
import { sourceSecrets } from './source-secrets.ts';

const USAGE = `usage: npm run jwks -- --source <id> [--aws] [--write] [--sources <file>] [--lake <dir>]
         prints the public JWK Set of a smart-backend source. --aws uses the keys of the AWS account
         instead of this laptop's. --write also stores the set in jwks/<id>.json beside the settings.
       npm run jwks -- --source <id> --new RS384|ES384 --to <file>
         adds a new private key to a private JWK Set, for the source's secret.`;

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  aws: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  new: { type: 'string' },
  to: { type: 'string' },
} as const;

/** `npm run jwks`: the keys of a source that uses SMART Backend Services (rule 9). */
async function jwksCommand(args: string[]): Promise<ExitStatus> {
  const { source, sources: file, lake, aws, write, ...more } = parseOptions(args, options, USAGE);
  const directory = lakeDirectory(lake);
  if (!source) throw new UsageError(`--source is missing\n${USAGE}`);
  const { sources } = readSettings(file);
  const keys = clientKeys(source, sources);
  if (more.new !== undefined || more.to !== undefined) return makeKey(keys, more.new, more.to);
  if (write && keys.kind === 'kms' && !aws)
    throw new UsageError(
      `--write: the keys are in KMS, which has different ones on this laptop; add --aws`,
    );
  const deps = aws
    ? await awsKeys()
    : await laptopKeys(directory, sources, sourceSecrets(source, sources, directory, process.env));
  const text = `${JSON.stringify(await publicKeySet(keys, deps), undefined, 2)}\n`;
  process.stdout.write(text);
  if (write) store(keySetFolder(file), source, text);
  return 0;
}

function clientKeys(sourceId: string, sources: Sources): ClientKeys {
  const { auth } = sourceNamed(sources, sourceId);
  if (auth.kind === 'smart-backend') return auth.key;
  throw new SettingsInvalid(
    `the login of "${sourceId}" is ${auth.kind}; only smart-backend has public keys`,
  );
}

function store(folder: string, sourceId: string, text: string) {
  const file = keySetFile(folder, sourceId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`stored in ${file}; npm run deploy publishes it at /jwks/${sourceId}\n`);
}

async function makeKey(keys: ClientKeys, algorithm = '', file = ''): Promise<ExitStatus> {
  const { data: alg } = SigningAlgorithm.safeParse(algorithm);
  if (!alg) throw new UsageError(`--new: must be RS384 or ES384\n${USAGE}`);
  if (keys.kind === 'kms')
    throw new UsageError(`--new: the keys are in KMS; create one there:\n  ${CREATE_KEY[alg]}`);
  if (!file) throw new UsageError(`--to: must name the file of the private keys\n${USAGE}`);
  const kid = await addKey(file, alg);
  process.stderr.write(
    `key ${kid} is in ${file}, which is private: copy the file into secret "${keys.secret}" and ` +
      'delete it (docs/login.md)\n',
  );
  return 0;
}

const CREATE_KEY = {
  RS384: 'aws kms create-key --key-usage SIGN_VERIFY --key-spec RSA_3072',
  ES384: 'aws kms create-key --key-usage SIGN_VERIFY --key-spec ECC_NIST_P384',
} as const satisfies Record<SigningAlgorithm, string>;

await runCommand(jwksCommand);
