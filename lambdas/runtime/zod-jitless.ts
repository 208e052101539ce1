import * as z from 'zod';

/**
 * zod is to read what comes by a schema at once, and not to write a function for the schema first: in
 * most calls a schema's first use is its last, and the first answer of a Lambda comes a twentieth sooner.
 * A thousand objects take 1.5 ms longer. Handlers import this before all else, as zod asks when a
 * schema is made.
 */
z.config({ jitless: true });
