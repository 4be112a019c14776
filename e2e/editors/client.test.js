// The protocol library of VS Code, which its own client is built on.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { pathToFileURL } = require('node:url');
const { test } = require('node:test');
const rpc = require('vscode-languageserver-protocol/node');
const { workspace, environment, commandLine, tether } = require('./scenario');

/** A client that keeps one document, and what is published of it. */
class Client {
  constructor(t, dir, capabilities = {}) {
    this.dir = dir;
    this.process = spawn(tether, ['lsp'], { cwd: dir, env: environment(dir), stdio: ['pipe', 'pipe', 'inherit'] });
    this.exited = new Promise((resolve) => this.process.once('exit', resolve));
    t.after(() => this.process.kill());
    this.connection = rpc.createProtocolConnection(this.process.stdout, this.process.stdin);
    this.published = new Map();
    this.waiting = [];
    this.progress = [];
    this.registered = [];
    this.connection.onNotification(rpc.PublishDiagnosticsNotification.type, (p) => {
      this.published.set(p.uri, p);
      this.waiting = this.waiting.filter((w) => !w());
    });
    this.connection.onRequest(rpc.RegistrationRequest.type, (p) => { this.registered.push(...p.registrations); });
    this.connection.onRequest(rpc.WorkDoneProgressCreateRequest.type, () => {});
    this.connection.onNotification('$/progress', (p) => this.progress.push(p.value.kind));
    this.connection.onRequest(rpc.ApplyWorkspaceEditRequest.type, (p) => { this.apply(p.edit); return { applied: true }; });
    this.connection.listen();
    this.capabilities = capabilities;
    this.uri = pathToFileURL(path.join(dir, 'app.go')).href;
    this.version = 0;
  }

  async open() {
    const folder = { uri: pathToFileURL(this.dir).href, name: 'app' };
    this.server = await this.connection.sendRequest(rpc.InitializeRequest.type, {
      processId: process.pid, rootUri: folder.uri, workspaceFolders: [folder], capabilities: this.capabilities,
    });
    await this.connection.sendNotification(rpc.InitializedNotification.type, {});
    this.text = fs.readFileSync(path.join(this.dir, 'app.go'), 'utf8');
    await this.connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri, languageId: 'go', version: ++this.version, text: this.text },
    });
  }

  /** What is published, once done says that it is what is waited for. */
  published_(uri, done) {
    return new Promise((resolve) => {
      const look = () => {
        const p = this.published.get(uri);
        if (!p || !done(p)) return false;
        resolve(p.diagnostics);
        return true;
      };
      if (!look()) this.waiting.push(look);
    });
  }

  now() { return this.published_(this.uri, (p) => p.version === this.version); }
  count(n, uri = this.uri) { return this.published_(uri, (p) => p.diagnostics.length === n); }

  offset(p) {
    const lines = this.text.split('\n');
    return lines.slice(0, p.line).reduce((sum, l) => sum + l.length + 1, 0) + p.character;
  }

  /** Applies the edits of an action, as an editor does, and tells the server. */
  apply(edit) {
    for (const change of edit.documentChanges) {
      assert.equal(change.textDocument.version, this.version, 'edits are of a version');
      const edits = change.edits.map((e) => ({ start: this.offset(e.range.start), end: this.offset(e.range.end), text: e.newText }));
      for (const e of edits.sort((a, b) => b.start - a.start)) this.text = this.text.slice(0, e.start) + e.text + this.text.slice(e.end);
    }
    this.change();
  }

  change() {
    this.connection.sendNotification(rpc.DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: ++this.version }, contentChanges: [{ text: this.text }],
    });
  }

  actions(range, only) {
    return this.connection.sendRequest(rpc.CodeActionRequest.type, {
      textDocument: { uri: this.uri }, range, context: { diagnostics: [], ...(only && { only }) },
    });
  }

  async close() {
    await this.connection.sendRequest(rpc.ShutdownRequest.type);
    await this.connection.sendNotification(rpc.ExitNotification.type);
    assert.equal(await this.exited, 0);
  }
}

const full = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true },
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true },
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } } },
    hover: { contentFormat: ['markdown'] }, publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
};

test('open, see, hover, fix one, fix all, allow, configure, close', async (t) => {
  const dir = workspace(t);
  const c = new Client(t, dir, full);
  await c.open();
  const found = await c.count(3);
  assert.deepEqual(found.map((d) => `${d.code} ${d.range.start.line + 1}`).sort(), commandLine(dir).sort());
  const leak = found.find((d) => d.code === 'unclosed/leak');
  assert.equal(c.text.split('\n')[leak.range.start.line].slice(leak.range.start.character, leak.range.end.character), 'os.Open', 'in UTF-16');
  assert.ok(leak.relatedInformation.length > 0);

  const hover = await c.connection.sendRequest(rpc.HoverRequest.type, { textDocument: { uri: c.uri }, position: leak.range.start });
  assert.match(hover.contents.value, /os\.Open/);

  const [fix] = await c.actions(leak.range, ['quickfix']);
  assert.ok(fix.isPreferred);
  c.apply(fix.edit);
  assert.equal((await c.now()).length, 2);

  const [all] = await c.actions({ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, ['source.fixAll']);
  assert.equal(all.kind, 'source.fixAll.tether');
  c.apply(all.edit);
  const [raw] = await c.now();
  assert.equal(raw.code, 'untracked/raw-go');

  const allow = (await c.actions(raw.range)).find((a) => a.title.startsWith('Allow it here'));
  assert.match(allow.title, /not a safe fix/);
  c.apply(allow.edit);
  await c.now();
  c.text = c.text.replace('//tether:allow untracked/raw-go ', '$&it prints on');
  c.change();
  assert.equal((await c.now()).length, 0);

  c.text = c.text.replace(/.*\/\/tether:allow.*\n/, '');
  c.change();
  await c.count(1);
  const config = path.join(dir, '.tether.yml');
  const uri = pathToFileURL(config).href;
  const write = (text) => {
    fs.writeFileSync(config, text);
    return c.connection.sendNotification(rpc.DidChangeWatchedFilesNotification.type, { changes: [{ uri, type: 2 }] });
  };
  assert.ok(c.registered.some((r) => r.method === 'workspace/didChangeWatchedFiles'));
  await write('version: 1\nrules:\n  untracked/raw-go: off\n');
  await c.count(0);
  await write('version: 1\nrulez: {}\n');
  const [wrong] = await c.count(1, uri);
  assert.match(wrong.message, /rulez/);
  assert.equal(wrong.range.start.line, 1);
  await write('version: 1\n');
  await c.count(0, uri);
  await c.count(1);
  assert.deepEqual([c.progress[0], c.progress.at(-1)], ['begin', 'end']);
  await c.close();
});

test('a client that pulls', async (t) => {
  const dir = workspace(t);
  const c = new Client(t, dir, { ...full, textDocument: { ...full.textDocument, diagnostic: {} } });
  await c.open();
  assert.ok(c.server.capabilities.diagnosticProvider);
  const ask = (previous) => c.connection.sendRequest(rpc.DocumentDiagnosticRequest.type, { textDocument: { uri: c.uri }, ...(previous && { previousResultId: previous }) });
  const first = await ask();
  assert.equal(first.items.length, 3);
  assert.equal((await ask(first.resultId)).kind, 'unchanged');
  const all = await c.connection.sendRequest(rpc.WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  assert.equal(all.items.find((i) => i.uri === c.uri).items.length, 3);
  c.text = c.text.replace('info, err :=', 'defer f.Close()\n\tinfo, err :=');
  c.change();
  assert.equal((await ask(first.resultId)).items.length, 2);
  await c.close();
});
