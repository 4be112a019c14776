package cli

import (
	"context"
	"errors"
	"flag"
	"io"
	"maps"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/lsp"
	"github.com/tetherlint/tether/internal/report"
)

// The language server is told by the same job as check what is found, so that an
// editor and the command line cannot disagree.

type lspFlags struct{ run runFlags }

func (f *lspFlags) set() *flag.FlagSet {
	set := newFlagSet("lsp")
	f.run.declareAnalysis(set)
	f.run.trial = true
	set.Bool("stdio", true, "serve on standard input and output, which is all there is")
	return set
}

// runLSP serves an editor until it says exit.
func runLSP(ctx context.Context, env *Env, args []string) (int, error) {
	f := new(lspFlags)
	args, err := parse(f.set(), args)
	if err != nil {
		return 0, err
	}
	if len(args) > 0 {
		return 0, usagef("lsp: takes no packages: the editor says what is open")
	}
	if err := f.run.finish(env); err != nil {
		return 0, err
	}
	if env.Stdin == nil {
		return 0, errors.New("lsp: there is no standard input")
	}
	if env.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // less than for other commands, for it stays all day
	}
	server := lsp.New(lsp.Options{
		RootOf:       env.rootOf,
		RootsIn:      env.rootsIn,
		Open:         func(root lsp.Root) lsp.Analysis { return &editor{env: env, flags: &f.run, root: root} },
		ConfigErrors: configErrors,
		Version:      version(),
		Log:          env.Stderr,
	})
	if err := server.Serve(ctx, env.Stdin, env.Stdout); err != nil {
		return ExitFindings, err // as the protocol has it
	}
	return ExitOK, nil
}

func configErrors(file string, text []byte) (list config.Errors) {
	_, err := config.Parse(file, filepath.Dir(file), text)
	errors.As(err, &list)
	return list
}

// rootOf is the root of the workspace or module that a file is in, or the file.
func (env *Env) rootOf(file string) lsp.Root {
	dir := filepath.Dir(file)
	module := config.ModuleRoot(dir)
	switch {
	case module == "":
		return lsp.Root{Dir: dir, File: file}
	case env.inWorkspace(dir, module):
		return lsp.Root{Dir: filepath.Dir(env.workFile(dir))}
	}
	return lsp.Root{Dir: module}
}

// rootsIn are the roots of a folder: the one that it is in, or else those of modules
// a little below it.
func (env *Env) rootsIn(dir string) (roots []lsp.Root) {
	there := *env
	there.Dir = dir
	if there.workspaceRoot() {
		return []lsp.Root{{Dir: dir}}
	}
	if config.ModuleRoot(dir) != "" {
		return []lsp.Root{env.rootOf(filepath.Join(dir, "x.go"))}
	}
	seen := make(map[lsp.Root]bool)
	for _, pattern := range []string{"*/go.mod", "*/*/go.mod"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			continue
		}
		for _, file := range found {
			root := env.rootOf(filepath.Join(filepath.Dir(file), "x.go"))
			if !seen[root] {
				seen[root] = true
				roots = append(roots, root)
			}
		}
	}
	return roots
}

// An editor analyses one root for the language server.
type editor struct {
	env   *Env
	flags *runFlags
	root  lsp.Root

	session driver.Session
	tests   bool            // the config of some package asks for them
	noted   map[string]bool // keys of the configs that notes are of
	notes   []lsp.ConfigNote
}

// Check is one run of check over the root.
func (e *editor) Check(ctx context.Context, r lsp.Request) (*lsp.Snapshot, error) {
	texts := r.Texts
	env, flags := *e.env, *e.flags
	env.Dir, env.Stderr = e.root.Dir, io.Discard
	flags.quiet = true
	if flags.config != "" {
		flags.config = e.env.abs(flags.config)
	}
	j := newJob(&env, &flags)
	switch {
	case e.root.File != "":
		flags.patterns = []string{e.root.File}
	case !env.workspaceRoot():
		j.module = e.root.Dir
	}
	stamps := make(map[string]lsp.Stamp)
	baseline, _ := env.baselineFile("")
	for _, file := range []string{baseline, filepath.Join(env.Dir, config.FileName)} {
		stamps[file] = lsp.StampOf(file)
	}
	j.finder = &config.Finder{Read: func(file string) ([]byte, error) {
		stamps[file] = lsp.StampOf(file)
		if text, ok := texts[file]; ok {
			return text, nil
		}
		return config.ReadConfined(file)
	}}
	j.session = &e.session
	j.texts, j.open, j.reload = goOnly(texts), r.Open, r.Reload
	j.progress, j.inTests = r.Progress, e.tests
	if r.Early != nil {
		j.early = func(a *outcome) { r.Early(e.snapshot(ctx, j, a, stamps)) }
	}
	a, err := j.analyse(ctx)
	if err != nil {
		return nil, err
	}
	e.tests = a.tests && !j.test && j.wantsTests(a.driven)
	e.holdAgainstCode(j, a)
	snap := e.snapshot(ctx, j, a, stamps)
	snap.Notes = e.notes
	return snap, nil
}

// holdAgainstCode finds out what in the configs does not fit the code, if they are not
// those that it has been found out of: it costs more than a keystroke may.
func (e *editor) holdAgainstCode(j *job, a *outcome) {
	keys := make(map[string]bool)
	for _, p := range a.driven.Packages {
		keys[j.configFor(p.Dir).Key()] = true
	}
	if e.noted != nil && maps.Equal(keys, e.noted) {
		return
	}
	e.noted, e.notes = keys, []lsp.ConfigNote{}
	j.note = func(file string, at config.Place, warning bool, message string) {
		e.notes = append(e.notes, lsp.ConfigNote{File: file, Line: at.Line, Column: at.Column, Warning: warning, Message: message})
	}
	j.warn(a.driven)
}

// goOnly are the texts that the go command is to see.
func goOnly(texts map[string][]byte) map[string][]byte {
	list := make(map[string][]byte)
	for name, text := range texts {
		if strings.HasSuffix(name, ".go") {
			list[name] = text
		}
	}
	return list
}

func (a *outcome) problems(env *Env) (list []string) {
	for _, e := range a.configErrs {
		list = append(list, e.Error())
	}
	for _, p := range a.driven.Problems {
		list = append(list, env.describe(p))
	}
	return list
}

func (e *editor) snapshot(ctx context.Context, j *job, a *outcome, stamps map[string]lsp.Stamp) *lsp.Snapshot {
	problems := a.problems(j.env)
	if err := j.compare(ctx, a, "", nil); err != nil {
		problems = append(problems, err.Error()) // findings without a baseline are all new
	}
	snap := &lsp.Snapshot{
		Result: a.Result, Files: make(map[string]bool), Problems: problems,
		ReadFile: a.readFile,
		Pending:  a.driven.Pending,
		Allow: func(f *finding.Finding) *finding.Fix { // by a report of its own: it remembers, and requests come at once
			return (&report.Report{Result: a.Result, Dir: e.root.Dir, ReadFile: a.readFile}).AllowFix(f)
		},
		Explain: func(file string, line int) string { return j.explain(a, file, line) },
		Configs: maps.Clone(stamps),
	}
	broken := make(map[string]bool)
	for _, p := range a.driven.Problems {
		broken[p.Package] = true
	}
	for _, p := range a.driven.Packages {
		for _, file := range p.Files {
			sound := !broken[p.ImportPath] && !a.badConfig(p.Dir)
			if before, ok := snap.Files[file]; ok { // in a test variant, too
				sound = sound && before
			}
			snap.Files[file] = sound
		}
	}
	return snap
}

// explain is what the command of that name says of a line.
func (j *job) explain(a *outcome, file string, line int) string {
	e := &explanation{job: j, env: j.env, outcome: a, file: resolved(file), line: line, cfg: j.configFor(filepath.Dir(file))}
	return string(e.text())
}
