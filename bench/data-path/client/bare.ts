/** Node and nothing else: what a process takes before it does any work. */
process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
