// Starts tether lsp, and shows how it is.
import * as vscode from 'vscode';
import { LanguageClient, LanguageClientOptions, ServerOptions, State } from 'vscode-languageclient/node';
import { find, install } from './binary';

let client: LanguageClient | undefined;
let status: vscode.StatusBarItem;
let channel: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  channel = vscode.window.createOutputChannel('tether');
  status = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right);
  status.name = 'tether';
  status.command = 'tether.output';
  const register = (name: string, run: () => unknown) => context.subscriptions.push(vscode.commands.registerCommand(name, run));
  register('tether.restart', restart);
  register('tether.install', installAndStart);
  register('tether.output', () => channel.show());
  // tether.fixWorkspace and tether.analyse are the server's, which the client registers.
  register('tether.fixFile', () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri && execute('tether.fixAll', client?.code2ProtocolConverter.asUri(uri));
  });
  context.subscriptions.push(channel, status, vscode.workspace.onDidChangeConfiguration((e) => {
    if (['tether.enable', 'tether.path', 'tether.flags'].some((key) => e.affectsConfiguration(key))) void restart();
  }));
  await start();
}

export function deactivate(): Thenable<void> | undefined {
  return client?.stop();
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('tether');
}

function show(text: string, tooltip: string, wrong = false): void {
  status.text = text;
  status.tooltip = tooltip;
  status.backgroundColor = wrong ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  status.show();
}

async function start(): Promise<void> {
  if (!settings().get<boolean>('enable', true)) {
    status.hide();
    return;
  }
  const setting = settings().get<string>('path', '');
  const program = await find(setting);
  if (!program) {
    await missing(setting);
    return;
  }
  const server: ServerOptions = { command: program, args: ['lsp', ...settings().get<string[]>('flags', [])] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'go' },
      { scheme: 'untitled', language: 'go' },
      { scheme: 'file', pattern: '**/.tether.yml' },
    ],
    outputChannel: channel,
    initializationOptions: { codeLens: settings().get<boolean>('codeLens', false), pause: settings().get<number>('pause', 80) },
  };
  const started = new LanguageClient('tether', 'tether', server, options);
  started.onDidChangeState((e) => {
    switch (e.newState) {
      case State.Starting: show('$(sync~spin) tether', `${program} starts`); break;
      case State.Running: show('tether', `${program}\n${started.initializeResult?.serverInfo?.version ?? ''}`); break;
      case State.Stopped: show('$(warning) tether', `${program} is not running`, true); break;
    }
  });
  client = started;
  try {
    await started.start();
  } catch (error) {
    show('$(warning) tether', String(error), true);
    channel.appendLine(`${program} lsp: ${error}`);
  }
}

/** Says that there is no program, and offers what helps. */
async function missing(setting: string): Promise<void> {
  show('$(warning) tether', 'tether is not installed', true);
  const message = setting ? `tether: ${setting} (tether.path) is no program.` : 'tether is neither in PATH nor where go install puts programs.';
  const choice = await vscode.window.showWarningMessage(message, 'Install', 'Settings');
  if (choice === 'Install') await installAndStart();
  else if (choice === 'Settings') await vscode.commands.executeCommand('workbench.action.openSettings', 'tether.path');
}

async function installAndStart(): Promise<void> {
  show('$(sync~spin) tether', 'go install');
  try {
    channel.appendLine(await install());
  } catch (error) {
    show('$(warning) tether', String(error), true);
    void vscode.window.showErrorMessage(`tether could not be installed: ${error}`);
    return;
  }
  await restart();
}

async function restart(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop().catch((error: unknown) => channel.appendLine(String(error)));
  await start();
}

/** Has the server do something. */
async function execute(command: string, ...args: unknown[]): Promise<void> {
  if (!client?.isRunning()) {
    void vscode.window.showWarningMessage('tether is not running.');
    return;
  }
  try {
    await client.sendRequest('workspace/executeCommand', { command, arguments: args });
  } catch (error) {
    void vscode.window.showErrorMessage(`tether: ${error}`);
  }
}
