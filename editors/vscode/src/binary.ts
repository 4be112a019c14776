// Finding and installing the program.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export const modulePath = 'github.com/tetherlint/tether/cmd/tether';

const executable = process.platform === 'win32' ? 'tether.exe' : 'tether';

/** Runs a program and returns its standard output. */
export function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 300_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout);
    });
  });
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Where go install puts programs. */
export async function goBin(): Promise<string | undefined> {
  try {
    const [bin, gopath] = (await output('go', ['env', 'GOBIN', 'GOPATH'])).split(/\r?\n/);
    if (bin) return bin;
    const first = (gopath ?? '').split(path.delimiter)[0];
    return first ? path.join(first, 'bin') : undefined;
  } catch {
    return undefined;
  }
}

/** The program that a setting names, or the one in PATH, or the one of go install. */
export async function find(setting: string): Promise<string | undefined> {
  if (setting) {
    const file = setting.replace(/^~(?=$|[/\\])/, os.homedir());
    return isProgram(file) ? file : undefined;
  }
  const dirs = (process.env.PATH ?? '').split(path.delimiter).filter((dir) => path.isAbsolute(dir));
  const bin = await goBin();
  if (bin) dirs.push(bin);
  return dirs.map((dir) => path.join(dir, executable)).find(isProgram);
}

/** Installs the newest release. */
export function install(): Promise<string> {
  return output('go', ['install', `${modulePath}@latest`]);
}
