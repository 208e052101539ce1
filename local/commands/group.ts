import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { authenticators } from '../../lambdas/auth/authenticators.ts';
import { kms } from '../../lambdas/aws/kms.ts';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { filesByClientHeaders } from '../../lambdas/dialects/dialects.ts';
import { connect } from '../../lambdas/fhir-server/fhir-server.ts';
import { nodeHttp } from '../../lambdas/http/node-http.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { FhirId } from '../../lambdas/settings/export-request.ts';
import { readSettings, sourceNamed } from '../../lambdas/settings/sources.ts';
import { groupResource, readMembers } from '../groups/group-resource.ts';
import { asUser, putGroup } from '../groups/put-group.ts';
import { lakeDirectory } from '../laptop/lake.ts';
import { expectedKeys, openLocalCloud } from '../laptop/local-cloud.ts';
import { type ExitStatus, parseOptions, runCommand, UsageError } from './run-command.ts';
import { sourceSecrets } from './source-secrets.ts';

const USAGE = `usage: npm run group -- --source <id> --id <group> --members <file>
         [--user <1up user id>] [--sources <file>] [--lake <dir>]
       The file has one patient id per line. --user is the user under whom 1upHealth stores the Group
       (default: the userId of the settings); the user "client" can only read.`;

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  id: { type: 'string' },
  members: { type: 'string' },
  user: { type: 'string' },
} as const;

/** `npm run group`: writes a FHIR Group for group exports. */
export async function groupCommand(args: string[]): Promise<ExitStatus> {
  const { source: sourceId, sources: file, lake, id, members, user } = groupArguments(args);
  const directory = lakeDirectory(lake);
  const { sources: known } = readSettings(file);
  // Reports wrong settings before anything is read or created.
  sourceNamed(known, sourceId);
  const sources = user === undefined ? known : asUser(user, sourceId, known);
  const patients = readMembers(readMembersFile(members));
  const json = groupResource(id, patients);
  const secrets = sourceSecrets(sourceId, sources, directory, process.env);
  const cloud = await openLocalCloud({
    ...{ directory, secrets, expectedKeys: expectedKeys(sources) },
    ...{ clock: systemClock, random: Math.random, connection: 'in-process' },
  });
  const http = nodeHttp();
  const logins = authenticators({
    ...{ http, clock: systemClock, newId: randomUUID, filesByClientHeaders },
    secrets: secretsManager(cloud.aws),
    signingKeys: kms(cloud.aws),
  });
  const deps = { sources, http, authenticators: logins };
  const { source, server } = connect(sourceId, deps);
  const done = await putGroup(id, json, source, server);
  const size = `${patients.length} members, ${Buffer.byteLength(json)} bytes`;
  process.stdout.write(`Group ${id} ${done}: ${size}\n`);
  return 0;
}

function groupArguments(args: string[]) {
  const values = parseOptions(args, options, USAGE);
  const { source, id, members, user } = values;
  if (!source || !id || !members)
    throw new UsageError(`--source, --id and --members are required\n${USAGE}`);
  if (user === '') throw new UsageError(`--user: is empty\n${USAGE}`);
  if (!FhirId.safeParse(id).success) throw new UsageError(`--id: is not a FHIR id\n${USAGE}`);
  return { ...values, source, id, members };
}

function readMembersFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--members: ${file} cannot be read`, { cause });
  }
}

if (import.meta.main) await runCommand(groupCommand);
