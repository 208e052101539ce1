import { addCdkNag } from './cdk-nag.ts';
import { inRepository } from './functions/repository.ts';
import { buildApp } from './synthesize.ts';

const app = buildApp({ sourcesFile: inRepository('sources.json'), bundle: true });
addCdkNag(app);
app.synth();
