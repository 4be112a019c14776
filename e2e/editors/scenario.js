// What every editor is put through, on a copy of testdata/app.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { remove } = require('./remove');

const root = path.resolve(__dirname, '..', '..');
exports.tether = process.env.TETHER || path.join(root, 'bin', process.platform === 'win32' ? 'tether.exe' : 'tether');

/** A copy of the module to edit, with a cache of its own. */
exports.workspace = function (t) {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tether-editors-')));
  fs.cpSync(path.join(__dirname, 'testdata', 'app'), path.join(dir, 'app'), { recursive: true });
  fs.mkdirSync(path.join(dir, 'cache'));
  t.after(() => remove(dir));
  return path.join(dir, 'app');
};

const go = spawnSync('go', ['env', 'GOCACHE', 'GOMODCACHE'], { encoding: 'utf8' }).stdout.trim().split('\n');

exports.environment = function (dir) {
  return { ...process.env, PATH: path.dirname(exports.tether) + path.delimiter + process.env.PATH, TETHER_CACHE: path.join(dir, '..', 'cache'), HOME: path.join(dir, '..'), GOCACHE: go[0], GOMODCACHE: go[1], TERM: 'dumb' };
};

/** What the command line says of what is on disk: "rule line" of each finding. */
exports.commandLine = function (dir) {
  const run = spawnSync(exports.tether, ['-format', 'json'], { cwd: dir, env: exports.environment(dir), encoding: 'utf8' });
  return JSON.parse(run.stdout).findings.filter((f) => f.status === 'new').map((f) => `${f.rule} ${f.line}`);
};

/** The first block of a language in the documentation: what a user copies. */
exports.recipe = function (dir, language) {
  const text = fs.readFileSync(path.join(root, 'docs', 'editors.md'), 'utf8');
  const file = path.join(dir, '..', `recipe.${language}`);
  fs.writeFileSync(file, text.split('```' + language + '\n')[1].split('```')[0]);
  return file;
};

/** Runs an editor, which writes what it saw as JSON. */
exports.run = function (program, args, dir) {
  const result = path.join(dir, '..', 'result.json');
  const run = spawnSync(program, args, { cwd: dir, env: { ...exports.environment(dir), RESULT: result }, encoding: 'utf8', timeout: 120_000 });
  const output = `${run.stdout}\n${run.stderr}`;
  if (!fs.existsSync(result)) throw new Error(`${program} wrote no result (${run.status}, ${run.error}):\n${output}`);
  return { ...JSON.parse(fs.readFileSync(result, 'utf8')), output };
};

exports.installed = (program) => spawnSync(program, ['--version']).status === 0;
