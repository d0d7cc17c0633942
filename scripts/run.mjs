// The one door to every command: `npm start`, `npm test` … and `node scripts/run.mjs <command>`.
// It runs on the Node that the machine happens to have, before anything is installed. So this file
// is plain JavaScript without static imports: an old Node must get as far as the message below.
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error(`Muster needs Node 18 or newer to start; this is Node ${process.versions.node}.`);
  console.error('It then installs and uses a Node of its own. Get one from https://nodejs.org.');
  process.exit(1);
}

import('./commands.mjs')
  .then(({ runCommand }) => runCommand(process.argv.slice(2)))
  .then(
    (code) => process.exit(code),
    (error) => {
      // A Stop is a message for the person at the keyboard; anything else is a bug and shows its stack.
      console.error(error?.name === 'Stop' ? `\n${error.message}` : error);
      process.exit(1);
    },
  );
