import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sourceDeps } from '../../../lambdas/aws/source-deps.ts';
import { awsWire } from '../../fakes/aws-wire.ts';
import { rawServer } from '../../fakes/raw-server.ts';
import { get, head } from '../http/both-transports.ts';

/** Which client sends shows by the header names of its own: those of node:http are in capitals. */
const settings: [what: string, settings: object, sent: RegExp][] = [
  ['over the direct path, where the settings say nothing', {}, /\r\nhost: /],
  [
    'by node:http, where they choose the standard transport',
    { transport: 'standard' },
    /\r\nHost: /,
  ],
];
for (const [what, more, sent] of settings)
  test(`a step asks for files ${what}`, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'source-deps-'));
    process.env.SOURCES_FILE = join(folder, 'sources.json');
    context.after(() => {
      delete process.env.SOURCES_FILE;
      rmSync(folder, { recursive: true });
    });
    writeFileSync(process.env.SOURCES_FILE, JSON.stringify({ sources: {}, ...more }));
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    const { http } = sourceDeps(awsWire([]).aws);
    (await http(get(server.origin))).body.resume();
    assert.match(server.received(), sent);
  });
