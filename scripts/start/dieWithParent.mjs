// @ts-check

// Preloaded into the processes that `npm start` looks after. They live in process groups of their own, so a killed parent would
// leave them behind; the channel to it closes when it goes, however it goes.
if (process.send) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}

// Their own children get what they are given, not this.
const at = process.execArgv.findIndex((argument) => argument.endsWith('dieWithParent.mjs'));
if (at > 0) process.execArgv.splice(at - 1, 2);
