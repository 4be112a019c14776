// A stub of the module that VS Code gives to extensions: as much as the extension and
// the language client use, the rest answering to anything and doing nothing.
'use strict';
const Module = require('node:module');
const { fileURLToPath, pathToFileURL } = require('node:url');

class Disposable {
  constructor(call) { this.call = call; }
  static from(...all) { return new Disposable(() => all.forEach((d) => d.dispose())); }
  dispose() { if (this.call) this.call(); this.call = undefined; }
}

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      return new Disposable(() => this.listeners.delete(bound));
    };
  }
  fire(value) { return Promise.all([...this.listeners].map((listener) => listener(value))); }
  dispose() { this.listeners.clear(); }
}

class Uri {
  constructor(text) { const u = new URL(text); this.scheme = u.protocol.slice(0, -1); this.path = decodeURIComponent(u.pathname); this.text = text; }
  static parse(text) { return new Uri(text); }
  static file(path) { return new Uri(pathToFileURL(path).href); }
  get fsPath() { return this.scheme === 'file' ? fileURLToPath(this.text) : this.path; }
  toString() { return this.text; }
  with() { return this; }
}

class Position { constructor(line, character) { this.line = line; this.character = character; } }
class Range { constructor(start, end) { this.start = start; this.end = end; } }
class Diagnostic { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
class Location { constructor(uri, range) { Object.assign(this, { uri, range }); } }
class DiagnosticRelatedInformation { constructor(location, message) { Object.assign(this, { location, message }); } }
class CodeActionKind {
  constructor(value) { this.value = value; }
  append(part) { return new CodeActionKind(this.value ? `${this.value}.${part}` : part); }
}
CodeActionKind.Empty = new CodeActionKind('');
for (const kind of ['QuickFix', 'Refactor', 'Source', 'Notebook']) CodeActionKind[kind] = new CodeActionKind(kind.toLowerCase());
class ThemeColor { constructor(id) { this.id = id; } }
class CancellationTokenSource {
  constructor() { const cancelled = new EventEmitter(); this.token = { isCancellationRequested: false, onCancellationRequested: cancelled.event }; }
  cancel() {} dispose() {}
}

/** What answers to any name: a class, a function, an enumeration. */
function anything(name, own = {}) {
  const base = class { constructor() { this.dispose = () => {}; } };
  Object.defineProperty(base, 'name', { value: name });
  return new Proxy(base, {
    get(target, key) {
      if (key in own) return own[key];
      if (key in target || typeof key === 'symbol') return target[key];
      if (/^on(Did|Will)[A-Z]/.test(key)) return (own[key] = new EventEmitter().event);
      if (/^[A-Z]/.test(key)) return (own[key] = name === 'vscode' ? anything(key) : own.numbers = (own.numbers || 0) + 1);
      return (own[key] = anything(`${name}.${key}`));
    },
    apply: () => new Disposable(),
  });
}

/** A world for one test; its parts are what happened in it. */
exports.world = function ({ settings = {}, folder, answers = [] }) {
  const world = { commands: new Map(), diagnostics: new Map(), changed: new EventEmitter(), status: {}, messages: [], documents: [], opened: new EventEmitter(), lines: [] };
  const ask = (kind) => async (message, ...rest) => { world.messages.push(`${kind}: ${message}`); return answers.shift(); };
  const values = { textDocuments: world.documents, workspaceFolders: [{ uri: Uri.file(folder), name: 'app', index: 0 }] };
  world.vscode = anything('vscode', {
    version: '1.91.0', Disposable, EventEmitter, Uri, Position, Range, Diagnostic, Location, DiagnosticRelatedInformation, CodeActionKind, ThemeColor, CancellationTokenSource,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 }, StatusBarAlignment: { Left: 1, Right: 2 },
    env: anything('env', { appName: 'stub', language: 'en' }),
    commands: anything('commands', {
      registerCommand(name, run) {
        if (world.commands.has(name)) throw new Error(`command '${name}' already exists`);
        world.commands.set(name, run);
        return new Disposable(() => world.commands.delete(name));
      },
      executeCommand: async (name, ...args) => { world.messages.push(`command: ${name}`); return world.commands.get(name)?.(...args); },
    }),
    languages: anything('languages', {
      match: (selector, document) => [].concat(selector).some((s) => s.language === document.languageId && (!s.scheme || s.scheme === document.uri.scheme)) ? 10 : 0,
      createDiagnosticCollection: () => ({
        set: (uri, list) => { world.diagnostics.set(uri.toString(), list); world.changed.fire(); },
        delete: (uri) => { world.diagnostics.delete(uri.toString()); world.changed.fire(); },
        clear: () => world.diagnostics.clear(), dispose() {},
      }),
    }),
    window: anything('window', {
      createOutputChannel: () => ({ append: (s) => world.lines.push(s), appendLine: (s) => world.lines.push(s), show() {}, dispose() {} }),
      createStatusBarItem: () => Object.assign(world.status, { show() { this.visible = true; }, hide() { this.visible = false; }, dispose() {} }),
      showWarningMessage: ask('warning'), showErrorMessage: ask('error'), showInformationMessage: ask('information'),
      visibleTextEditors: [], activeTextEditor: undefined, tabGroups: anything('tabGroups', { all: [] }), withProgress: (_, run) => run({ report() {} }, new CancellationTokenSource().token),
    }),
    workspace: anything('workspace', {
      ...values, onDidOpenTextDocument: world.opened.event, notebookDocuments: [],
      getConfiguration: (section) => ({
        get: (key, fallback) => settings[section ? `${section}.${key}` : key] ?? fallback,
        has: () => false, inspect: () => undefined,
      }),
      getWorkspaceFolder: () => values.workspaceFolders[0],
      createFileSystemWatcher: () => anything('watcher'),
    }),
  });
  const load = Module._load;
  Module._load = function (name, ...rest) { return name === 'vscode' ? world.vscode : load.call(this, name, ...rest); };
  world.context = { subscriptions: [], extensionPath: __dirname };
  world.end = () => { Module._load = load; };

  /** Opens a document, as an editor would. */
  world.open = (file, text) => {
    const document = { uri: Uri.file(file), fileName: file, languageId: 'go', version: 1, isClosed: false, isDirty: false, getText: () => text, lineCount: text.split('\n').length };
    world.documents.push(document);
    void world.opened.fire(document);
    return document;
  };
  world.until = async (what, done) => {
    for (const end = Date.now() + 60_000; !done(); await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}:\n${world.lines.join('\n')}\n${world.messages.join('\n')}`);
    }
  };
  return world;
};
