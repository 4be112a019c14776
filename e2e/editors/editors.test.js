'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { workspace, commandLine, recipe, run, installed } = require('./scenario');

/** What must have been seen, in whichever editor. */
function judge(dir, seen, before) {
  assert.ok(!seen.error, `${seen.error}\n${seen.output}`);
  const { steps } = seen;
  assert.deepEqual(steps.open.map((s) => s.replace(/:\d+$/, '')).sort(), before.sort(), 'an editor sees what the command line says');
  assert.match(steps.hover, /os\.Open/);
  assert.match(steps.hover, /Close/);
  assert.equal(steps.fixOne.split('defer f.Close()').length, 2, 'one fix');
  assert.equal(steps.fixAll.length, 1);
  assert.match(steps.fixAll[0], /^untracked\/raw-go /);
  assert.match(steps.allow, /^\t\/\/tether:allow untracked\/raw-go it prints for as long as the program runs$/);
  assert.match(steps.config[0], /^untracked\/raw-go /);
  assert.ok(steps.closed);
  assert.equal(fs.readFileSync(path.join(dir, 'app.go'), 'utf8').split('defer f.Close()').length, 3, 'saved with both fixes');
}

test('Neovim', { skip: !installed('nvim') && 'nvim is not installed' }, (t) => {
  const dir = workspace(t);
  const before = commandLine(dir);
  judge(dir, run('nvim', ['--headless', '--clean', '-n', '-c', `luafile ${recipe(dir, 'lua')}`, '-c', `luafile ${path.join(__dirname, 'neovim.lua')}`], dir), before);
});

test('Emacs with eglot', { skip: !installed('emacs') && 'emacs is not installed' }, (t) => {
  const dir = workspace(t);
  const before = commandLine(dir);
  judge(dir, run('emacs', ['--batch', '-l', recipe(dir, 'elisp'), '-l', path.join(__dirname, 'emacs.el')], dir), before);
});
