// Package cli is tether's command line.
//
// [Main] is a function of its arguments and its surroundings, so that tests can
// call it; the program in cmd/tether only hands over the real ones.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/printable"
)

// The exit codes. What could not be analysed wins over what was found.
const (
	ExitOK       = 0
	ExitFindings = 1
	ExitFailed   = 2 // bad flag, bad config, packages that do not compile
)

// An Env is what surrounds a run.
type Env struct {
	Dir            string    // working directory, absolute
	From           string    // what names in messages are relative to, where it is not Dir
	Stdin          io.Reader // nil for none: only lsp reads
	Stdout, Stderr io.Writer
	Getenv         func(key string) string
}

// Run is Main in the surroundings of this process.
func Run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
	var err error
	if env.Dir, err = os.Getwd(); err != nil {
		env.printError(err)
		return ExitFailed
	}
	return Main(ctx, env, os.Args[1:])
}

// A command is run with the arguments that follow its name.
type command struct {
	name  string
	args  string // what may follow the name and the flags
	usage string // the line of the help
	flags func() *flag.FlagSet
	run   func(ctx context.Context, env *Env, args []string) (code int, err error)
}

// commands is a function, for help is one of them. The order is that of the help.
func commands() []command {
	none := func() *flag.FlagSet { return newFlagSet("") }
	return []command{
		{"check", "[packages | files]", "analyse packages, or the packages of files (the default command)", func() *flag.FlagSet { return new(checkFlags).set() }, runCheck},
		{"baseline", "[packages]", "record today's findings, so that only new ones fail", func() *flag.FlagSet { return new(baselineFlags).set() }, runBaseline},
		{"allow", "[packages | files]", "insert directives above all findings of a rule", func() *flag.FlagSet { return new(allowFlags).set() }, runAllow},
		{"report", "[packages]", "coverage, requirements and the verdict of the gate", func() *flag.FlagSet { return new(gateFlags).set() }, runReport},
		{"inventory", "[packages]", "list every launch and every acquisition", func() *flag.FlagSet { return new(inventoryFlags).set() }, runInventory},
		{"explain", "RULE | FILE:LINE", "explain a rule, or why a line is, or is not, reported", func() *flag.FlagSet { return new(explainFlags).set() }, runExplain},
		{"live", "PROFILE [PROFILE]", "join a goroutine profile of a running program, a file or URL, with the inventory", func() *flag.FlagSet { return new(liveFlags).set() }, runLive},
		{"rules", "", "list the rules", func() *flag.FlagSet { return new(rulesFlags).set() }, runRules},
		{"config", "[directory]", "print the effective config, and where each value comes from", func() *flag.FlagSet { return new(configFlags).set() }, runConfig},
		{"init", "", "write a first .tether.yml, made from what is in the code", func() *flag.FlagSet { return new(initFlags).set() }, runInit},
		{"lsp", "", "serve an editor: a language server on standard input and output", func() *flag.FlagSet { return new(lspFlags).set() }, runLSP},
		{"cache", "clean", "remove what earlier runs have kept", none, runCache},
		{"completion", "bash | zsh | fish", "print a completion script for a shell", none, runCompletion},
		{"version", "", "print the version, the commit and the Go release it was built with", none, runVersion},
		{"help", "[command]", "print this text, or the flags of a command", none, runHelp},
	}
}

func lookup(name string) (command, bool) {
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		return command{}, false
	}
	return all[i], true
}

func commandNames() (names []string) {
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// A usageError is a fault of the command line: one line says it all.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// Main runs the command that args name, without the program's name, and
// returns the exit code.
func Main(ctx context.Context, env Env, args []string) int {
	env.Stderr = printable.Writer{To: env.Stderr}
	code, err := dispatch(ctx, &env, args)
	if err != nil {
		env.printError(err)
		return ExitFailed
	}
	return code
}

func dispatch(ctx context.Context, env *Env, args []string) (int, error) {
	c, _ := lookup("check")
	args, err := leadingDir(env, args)
	switch {
	case err != nil:
		return 0, err
	case len(args) == 0:
	case args[0] == "-h" || args[0] == "-help" || args[0] == "--help":
		return runHelp(ctx, env, nil)
	case args[0] == "-version" || args[0] == "--version":
		return runVersion(ctx, env, args[1:])
	default:
		if named, ok := lookup(args[0]); ok {
			if c, args = named, args[1:]; len(args) == 1 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
				return runHelp(ctx, env, []string{c.name})
			}
		} else if near := env.misspelt(args[0], commandNames()); near != "" {
			return 0, usagef("unknown command %q: did you mean %q?", args[0], near)
		}
	}
	code, err := c.run(ctx, env, args)
	if errors.Is(err, flag.ErrHelp) {
		return runHelp(ctx, env, []string{c.name})
	}
	return code, err
}

// leadingDir takes a -C that stands before everything else, as the go command does.
func leadingDir(env *Env, args []string) ([]string, error) {
	if len(args) == 0 {
		return args, nil
	}
	if args[0] == "-C" {
		if len(args) == 1 {
			return nil, usagef("-C: want a directory")
		}
		return args[2:], env.changeDir(args[1])
	}
	if dir, ok := strings.CutPrefix(args[0], "-C="); ok {
		return args[1:], env.changeDir(dir)
	}
	return args, nil
}

// misspelt is the command that word was probably meant to be, or "". A word
// that names a directory is a package.
func (env *Env) misspelt(word string, commands []string) string {
	if strings.ContainsAny(word, "-./*@\\") {
		return ""
	}
	if _, err := os.Stat(filepath.Join(env.Dir, word)); err == nil {
		return ""
	}
	return config.Nearest(word, commands)
}

// isCommand reports whether a word behind flags is a command, and no package.
func (env *Env) isCommand(word string) bool {
	if _, ok := lookup(word); !ok {
		return false
	}
	_, err := os.Stat(filepath.Join(env.Dir, word))
	return err != nil
}

// printError prints an error on standard error, each line with the program's
// name before it unless it starts with the place it is about.
func (env *Env) printError(err error) {
	var list config.Errors
	if errors.As(err, &list) {
		fmt.Fprintln(env.Stderr, list.RelativeTo(env.from()))
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	fmt.Fprintln(env.Stderr, named(err.Error()))
}

// named is a message with the program's name before it, unless it is about the
// program and starts so.
func named(message string) string {
	message = strings.TrimSpace(message)
	if strings.HasPrefix(message, "tether was ") {
		return message
	}
	return "tether: " + message
}

// abs makes a name that the user wrote absolute.
func (env *Env) abs(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(env.Dir, name)
}
