// The extension is activated by a stub of VS Code, with the real language client and the
// real server.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { remove } = require('../../../e2e/editors/remove');
const { world: newWorld } = require('./stub/vscode');

const root = path.resolve(__dirname, '..', '..', '..');
const program = process.env.TETHER || path.join(root, 'bin', process.platform === 'win32' ? 'tether.exe' : 'tether');
const manifest = require('../package.json');

let dir, world, extension;

const leaky = 'package app\n\nimport "os"\n\nfunc Size(name string) (int64, error) {\n\tf, err := os.Open(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tinfo, err := f.Stat()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn info.Size(), nil\n}\n';

beforeEach(() => {
  dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tether-vscode-')));
  process.env.TETHER_CACHE = path.join(dir, 'cache');
  fs.mkdirSync(path.join(dir, 'app'));
  fs.writeFileSync(path.join(dir, 'app', 'go.mod'), 'module example.com/app\n\ngo 1.26\n');
  fs.writeFileSync(path.join(dir, 'app', 'app.go'), leaky);
});

afterEach(async () => {
  await extension?.deactivate();
  for (const d of world.context.subscriptions) d.dispose?.();
  world.end();
  await remove(dir);
});

/** A fresh extension in a fresh world. */
async function activate(settings, answers) {
  world = newWorld({ settings, folder: path.join(dir, 'app'), answers });
  for (const name of Object.keys(require.cache)) {
    if (name.includes('vscode-languageclient') || name.includes(`${path.sep}out${path.sep}`)) delete require.cache[name];
  }
  extension = require('../out/extension.js');
  await extension.activate(world.context);
}

test('it starts the server, which says what it finds', async () => {
  await activate({ 'tether.path': program });
  await world.until('the server', () => world.status.text === 'tether');
  assert.ok(world.status.visible);
  const document = world.open(path.join(dir, 'app', 'app.go'), leaky);
  await world.until('a finding', () => world.diagnostics.get(document.uri.toString())?.length === 1);
  const [found] = world.diagnostics.get(document.uri.toString());
  assert.match(found.message, /os\.Open/);
  assert.equal(found.source, 'tether');
  for (const { command } of manifest.contributes.commands) assert.ok(world.commands.has(command), `${command} is registered`);
  await world.commands.get('tether.restart')();
  await world.until('the server again', () => world.status.text === 'tether');
});

test('it says that there is no program, and opens the settings', async () => {
  await activate({ 'tether.path': path.join(dir, 'none') }, ['Settings']);
  assert.match(world.messages[0], /warning: tether: .*none \(tether\.path\) is no program/);
  assert.equal(world.messages[1], 'command: workbench.action.openSettings');
  assert.match(world.status.text, /warning/);
});

test('it does nothing where it is switched off', async () => {
  await activate({ 'tether.enable': false });
  assert.deepEqual(world.messages, []);
  assert.equal(world.status.visible, false);
});

test('it finds what go install has put away', async () => {
  const { find, goBin } = require('../out/binary.js');
  world = newWorld({ folder: dir });
  const bin = path.join(dir, 'bin');
  fs.mkdirSync(bin);
  fs.copyFileSync(program, path.join(bin, path.basename(program)));
  const before = process.env.GOBIN;
  process.env.GOBIN = bin;
  try {
    assert.equal(await goBin(), bin);
    const found = await find('');
    assert.ok(found && fs.existsSync(found));
  } finally {
    if (before === undefined) delete process.env.GOBIN; else process.env.GOBIN = before;
  }
});

test('the manifest has what the code asks for', () => {
  world = newWorld({ folder: dir });
  extension = undefined;
  const source = fs.readFileSync(path.join(__dirname, '..', 'src', 'extension.ts'), 'utf8');
  const asked = [...source.matchAll(/settings\(\)\.get<[^>]+>\('([^']+)'/g)].map((m) => `tether.${m[1]}`);
  assert.ok(asked.length > 3);
  for (const key of asked) assert.ok(manifest.contributes.configuration.properties[key], key);
});
