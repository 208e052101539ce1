import { addChecks } from './checks.ts';
import { inRepository } from './repository.ts';
import { buildApp } from './synthesize.ts';

const app = buildApp({ sourcesFile: inRepository('sources.json'), bundle: true });
addChecks(app);
app.synth();
