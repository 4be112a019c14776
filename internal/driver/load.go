package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedImports |
	packages.NeedDeps | packages.NeedModule | packages.NeedForTest

// load asks the go command for the packages. It sets opts.Patterns if there are none.
func load(ctx context.Context, opts *Options) (*graph, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("cannot run in %s: it is not a directory", dir)
	}
	envs := startGoEnv(ctx, dir, opts)
	defer envs()
	if len(opts.Patterns) == 0 {
		opts.Patterns = []string{defaultPattern(dir, envs)}
	}
	mode := loadMode
	if usesDriver(opts.Env) {
		mode |= packages.NeedCompiledGoFiles | packages.NeedExportFile // the go command does not know of them
	}
	g, err := loadGraph(ctx, dir, opts, mode, envs)
	if err == nil && g.asWritten && g.forCgo(opts.jobs()) {
		return loadGraph(ctx, dir, opts, mode|packages.NeedCompiledGoFiles, envs)
	}
	return g, err
}

// usesDriver reports whether another program than the go command says what there is.
func usesDriver(env []string) bool {
	d := lookupEnv(env, "GOPACKAGESDRIVER")
	return d != "" && d != "off"
}

func loadGraph(ctx context.Context, dir string, opts *Options, mode packages.LoadMode, envs func() (*goEnv, error)) (*graph, error) {
	roots, err := packages.Load(&packages.Config{
		Context: ctx, Mode: mode, Dir: dir, Env: opts.Env,
		BuildFlags: opts.listFlags(), Tests: opts.Tests,
	}, opts.Patterns...)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, ExplainLoad(err)
	}
	env, err := envs()
	if err != nil {
		return nil, err
	}
	if len(roots) == 0 {
		return nil, explainNothing(ctx, dir, opts)
	}
	if err := unusableRoots(roots); err != nil {
		return nil, err
	}
	over, err := readOverlay(dir, opts.overlayFlags(env), opts.Overlay)
	if err != nil {
		return nil, err
	}
	asWritten := mode&packages.NeedCompiledGoFiles == 0
	if asWritten {
		takeWritten(roots)
	}
	g := newGraph(dir, env, over, roots)
	g.asWritten = asWritten
	return g, nil
}

// defaultPattern is what stands for no pattern at all. At the root of a workspace
// that is no module itself ./... matches nothing, and work is what is meant.
func defaultPattern(dir string, envs func() (*goEnv, error)) string {
	if exists(filepath.Join(dir, "go.mod")) || !exists(filepath.Join(dir, "go.work")) {
		return "./..."
	}
	env, err := envs() // the workspace may be switched off
	if err == nil && env.GOWORK != "" && sameFile(filepath.Dir(env.GOWORK), dir) {
		return "work"
	}
	return "./..."
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// ExplainLoad says what to do about a failure of the whole load.
func ExplainLoad(err error) error {
	switch {
	case errors.Is(err, exec.ErrNotFound), strings.Contains(err.Error(), exec.ErrNotFound.Error()):
		return fmt.Errorf("cannot load packages: there is no go command in PATH: %w", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("cannot load packages: may not run the go command: %w", err)
	}
	message := strings.TrimPrefix(err.Error(), "err: ")
	// How the go command ended is of no use to who has to mend what it complains of.
	if _, said, found := strings.Cut(message, ": stderr: "); found && strings.HasPrefix(message, "exit status ") {
		message = said
	}
	if choice, ok := explainToolchain(message); ok {
		return fmt.Errorf("cannot load packages: %s", choice)
	}
	// A flag that go list does not know fails in a question about versions, and
	// prints how to use it.
	if i := strings.Index(message, "flag provided but not defined"); i >= 0 {
		message, _, _ = strings.Cut(message[i:], "\n")
	}
	return fmt.Errorf("cannot load packages: %s", withHint(message))
}

// explainNothing finds out why there are no packages at all. With export data
// asked for, go/packages takes all that go list says on stderr for failed builds
// and drops it: ask again.
func explainNothing(ctx context.Context, dir string, opts *Options) error {
	args := append(append([]string{"list"}, opts.listFlags()...), "--")
	cmd := exec.CommandContext(ctx, "go", append(args, opts.Patterns...)...)
	cmd.Dir, cmd.Env = dir, opts.Env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil && stderr.Len() > 0 {
		return fmt.Errorf("cannot load packages: %s", withHint(stderr.String()))
	}
	return &excludedError{"no Go packages match " + strings.Join(opts.Patterns, " ")}
}

// unusableRoots returns an error if the go command has nothing to analyse, and says why.
func unusableRoots(roots []*packages.Package) error {
	var messages []string
	excluded := true
	for _, p := range roots {
		if len(p.GoFiles) > 0 || len(p.CompiledGoFiles) > 0 || p.PkgPath == "unsafe" {
			return nil
		}
		for _, e := range p.Errors {
			messages = append(messages, withHint(e.Msg))
			excluded = excluded && strings.HasPrefix(e.Msg, excludeAll)
		}
	}
	switch {
	case len(messages) == 0: // they have test files only, which nobody asked for
		return nil
	case excluded:
		return &excludedError{strings.Join(messages, "\n")}
	}
	return errors.New(strings.Join(messages, "\n"))
}

// withHint adds to a message of the go command what its reader can do, where the
// go command does not say it.
func withHint(message string) string {
	message = strings.TrimSpace(message)
	hint := ""
	switch {
	case strings.Contains(message, "go.mod file not found"),
		strings.Contains(message, "does not contain main module"):
		hint = "run in the directory of a Go module (one with a go.mod), or name one with -C"
	case strings.Contains(message, "does not contain modules listed in go.work"):
		hint = "add the module with go work use, or run at the go.work root"
	case strings.Contains(message, "outside main module"):
		hint = "name packages by paths inside the module, or go there with -C"
	case strings.Contains(message, "listed in go.work file"):
		hint = "check go.work"
	case strings.Contains(message, "reading go.work"):
		hint = "check GOWORK"
	case strings.Contains(message, "directory not found"),
		strings.Contains(message, "no such file or directory"):
		hint = "check the package pattern"
	}
	if hint == "" {
		return message
	}
	return message + ": " + hint
}
