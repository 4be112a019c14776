'use strict';
const fs = require('node:fs');

/**
 * Removes a folder into which a server that was told to end may still be writing. Node's own
 * retries read the folder once, and then fail on whatever has come into it since.
 */
exports.remove = async function (dir) {
  for (let tries = 100; ; tries--) {
    try {
      return fs.rmSync(dir, { recursive: true, force: true });
    } catch (e) {
      if (e.code !== 'ENOTEMPTY' || tries === 0) throw e;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
};
