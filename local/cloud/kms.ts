import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { z } from 'zod';
import { readIfExists, stateFolder, writeAtomically } from './files.ts';
import { checkedOperations, type JsonApi, jsonApi } from './json-api.ts';
import { AwsError } from './service.ts';

/** The keys that sign with SMART's algorithms. */
export const KeySpec = z.enum(['RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_P384']);
export type KeySpec = z.infer<typeof KeySpec>;

/** The bucket's folder, and the keys that are created on first use, by name. */
type KeyStore = { directory: string; expected: Readonly<Record<string, KeySpec>> };

const operation = checkedOperations('ValidationException');

const AliasName = z.string().regex(/^alias\/[\w/-]{1,250}$/);
const KeyId = z.string().min(1).max(2048);
const SigningAlgorithm = z.enum(['RSASSA_PKCS1_V1_5_SHA_384', 'ECDSA_SHA_384']);

const CreateKey = z.strictObject({ KeySpec, KeyUsage: z.literal('SIGN_VERIFY') });
const CreateAlias = z.strictObject({ AliasName, TargetKeyId: KeyId });
const GetPublicKey = z.strictObject({ KeyId });
/** A message of at most 4,096 bytes, as in AWS. Sluice never signs a digest. */
const Sign = z.strictObject({
  KeyId,
  SigningAlgorithm,
  MessageType: z.literal('RAW').default('RAW'),
  Message: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine(({ length }) => length >= 1 && length <= 4096, 'from 1 to 4096 bytes'),
});

/**
 * KMS with signing keys, in `.sluice/kms/`. The keys that the settings name are created on first use;
 * they belong to this lake and are never those of an AWS account.
 */
export const kms = (store: KeyStore): JsonApi =>
  jsonApi({
    CreateKey: operation(CreateKey, (input) => {
      const { id, spec } = createKey(store, input.KeySpec);
      const metadata = { KeyId: id, Arn: arnOf(id), KeySpec: spec, KeyUsage: 'SIGN_VERIFY' };
      return { KeyMetadata: metadata };
    }),
    CreateAlias: operation(CreateAlias, ({ AliasName, TargetKeyId }) =>
      createAlias(store, AliasName, TargetKeyId),
    ),
    GetPublicKey: operation(GetPublicKey, (input) => {
      const key = findKey(store, input.KeyId);
      const der = createPublicKey(privateKey(key)).export({ format: 'der', type: 'spki' });
      const KeyUsage = 'SIGN_VERIFY';
      return { KeyId: arnOf(key.id), KeySpec: key.spec, KeyUsage, PublicKey: base64(der) };
    }),
    Sign: operation(Sign, (input) => {
      const { SigningAlgorithm, Message } = input;
      const key = findKey(store, input.KeyId);
      if (SigningAlgorithm.startsWith('RSA') !== key.spec.startsWith('RSA'))
        throw new AwsError(
          'InvalidKeyUsageException',
          `${SigningAlgorithm} is incompatible with key spec ${key.spec}.`,
        );
      const signature = sign('sha384', Message, privateKey(key));
      return { KeyId: arnOf(key.id), SigningAlgorithm, Signature: base64(signature) };
    }),
  });

const privateKey = ({ pkcs8 }: StoredKey) =>
  createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });

const base64 = (bytes: Buffer) => bytes.toString('base64');

/** The file of a key. */
const StoredKey = z.strictObject({ id: z.string(), spec: KeySpec, pkcs8: z.base64() });
type StoredKey = z.infer<typeof StoredKey>;

function createKey(store: KeyStore, spec: KeySpec, id: string = randomUUID()): StoredKey {
  const der = generateKey(spec).export({ format: 'der', type: 'pkcs8' });
  const key = { id, spec, pkcs8: der.toString('base64') };
  writeAtomically(fileOf(store, id), JSON.stringify(key));
  return key;
}

/** Throws AlreadyExistsException and NotFoundException. */
function createAlias(store: KeyStore, alias: string, keyId: string): void {
  const key = findKey(store, keyId);
  const file = aliasFile(store, alias);
  if (readIfExists(file) !== undefined)
    throw new AwsError('AlreadyExistsException', `An alias with the name ${alias} already exists`);
  writeAtomically(file, JSON.stringify({ alias, id: key.id }));
}

/** The key of an alias, an id or an ARN. Throws NotFoundException. */
function findKey(store: KeyStore, name: string): StoredKey {
  const found = storedKey(store, name);
  if (found) return found;
  const spec = Object.hasOwn(store.expected, name) ? store.expected[name] : undefined;
  if (!spec) throw new AwsError('NotFoundException', `Key '${arnOf(idIn(name))}' does not exist`);
  if (!name.startsWith('alias/')) return createKey(store, spec, idIn(name));
  const created = createKey(store, spec);
  createAlias(store, name, created.id);
  return created;
}

const arnOf = (id: string) => `arn:aws:kms:us-east-1:000000000000:key/${id}`;

const Alias = z.looseObject({ id: z.string() });

function storedKey(store: KeyStore, name: string): StoredKey | undefined {
  const alias = name.startsWith('alias/') ? readIfExists(aliasFile(store, name)) : undefined;
  const id = alias === undefined ? idIn(name) : Alias.parse(JSON.parse(alias)).id;
  const text = readIfExists(fileOf(store, id));
  return text === undefined ? undefined : StoredKey.parse(JSON.parse(text));
}

const idIn = (name: string) => name.replace(/^arn:.*:key\//, '');

function generateKey(spec: KeySpec): KeyObject {
  if (spec === 'ECC_NIST_P384')
    return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: Number(spec.slice(4)) }).privateKey;
}

/** Named by hash, since names contain slashes. */
const fileOf = ({ directory }: KeyStore, id: string) =>
  stateFolder(directory, 'kms', 'keys', `${sha256(id)}.json`);

const aliasFile = ({ directory }: KeyStore, alias: string) =>
  stateFolder(directory, 'kms', 'aliases', `${sha256(alias)}.json`);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
