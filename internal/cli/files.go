package cli

import (
	"context"
	"errors"
	"fmt"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/driver"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/printable"
)

// Where files are named, as git hooks and editors do, it is their packages that
// are checked: a file alone is not enough to know what it does. They may be of
// several modules, each of which the go command has to be run in.

// split finds the parts of a check, and counts them for who watches its progress.
func (c *check) split() error {
	if err := c.splitModules(); err != nil || len(c.parts) < 2 {
		return err
	}
	shows := &progress{w: printable.Unwrap(c.env.Stderr)}
	for i, p := range c.parts {
		p.shows, p.part = shows, fmt.Sprintf("module %d of %d: ", i+1, len(c.parts))
	}
	return nil
}

// splitModules finds the parts: one, or where several modules or files are named one for each
// module. There are none where the go command would not build any of the files.
func (c *check) splitModules() error {
	files, err := c.env.namedFiles(c.patterns)
	if err != nil {
		return err
	}
	if files == nil {
		modules, order := c.env.byPattern(c.patterns)
		for _, module := range order {
			c.addPart(module, modules[module])
		}
		if c.parts == nil {
			c.parts = []*part{{job: c.job}}
		}
		return nil
	}
	modules, order, err := c.env.byModule(files)
	if err != nil {
		return err
	}
	for _, module := range order {
		j := *c.job
		j.module = module
		var patterns []string
		for _, dir := range modules[module] {
			if why := j.unbuilt(dir); why != "" {
				j.leaveOut(dir, why)
				files = slices.DeleteFunc(files, func(file string) bool { return filepath.Dir(file) == dir })
				continue
			}
			// A package that is tests only is none where tests are not reported on.
			if j.reportsTests(dir) || !onlyTests(dir) {
				rel, _ := filepath.Rel(module, dir)
				patterns = append(patterns, "./"+filepath.ToSlash(rel))
			}
		}
		if len(patterns) > 0 {
			c.addPart(module, patterns)
		}
	}
	c.tellSkipped(files)
	return nil
}

// tellSkipped says which files that are named are in no package that is checked. Of tests it
// does only where there is nothing else: a hook names them with what they test.
func (j *job) tellSkipped(files []string) {
	var tests []string
	checked := false
	for _, file := range files {
		switch {
		case !j.onSome(func(ctxt *build.Context) bool {
			ok, err := ctxt.MatchFile(filepath.Dir(file), filepath.Base(file))
			return ok || err != nil // what is wrong the go command will say
		}):
			j.leaveOut(file, "its name or its build constraints keep it out of the build here (-tags and -matrix may take it in)")
		case strings.HasSuffix(file, "_test.go") && !j.reportsTests(filepath.Dir(file)):
			tests = append(tests, file)
		default:
			checked = true
		}
	}
	if checked {
		return
	}
	for _, file := range tests {
		j.leaveOut(file, "tests are not asked for (-test, or tests: true in "+config.FileName+")")
	}
}

func (j *job) reportsTests(dir string) bool { return j.test || j.configFor(dir).Tests }

// addPart adds packages of one module, named relative to it.
func (c *check) addPart(module string, patterns []string) {
	flags, j := *c.runFlags, *c.job
	flags.patterns = patterns
	j.runFlags, j.module = &flags, module
	c.parts = append(c.parts, &part{job: &j})
}

// namedFiles returns the Go files that the arguments are, absolute; nil where they
// are packages.
func (env *Env) namedFiles(args []string) (files []string, err error) {
	for _, arg := range args {
		name := env.abs(arg)
		info, err := os.Stat(name)
		switch {
		case err == nil && info.Mode().IsRegular() && !strings.HasSuffix(arg, ".go") && filepath.Ext(arg) != "":
			return nil, usagef("%s is no Go file: want packages, or Go files", arg)
		case !strings.HasSuffix(arg, ".go") || err == nil && info.IsDir() || err != nil && looksImported(arg):
			continue
		case err != nil:
			var path *os.PathError
			if errors.As(err, &path) {
				err = path.Err
			}
			return nil, usagef("%s: %v", arg, err)
		}
		files = append(files, name)
	}
	if files != nil && len(files) < len(args) {
		return nil, usagef("files and packages: name one or the other")
	}
	return files, nil
}

// looksImported reports whether a name is that of a package of another module, as
// example.com/client.go: the first of several elements has a dot.
func looksImported(name string) bool {
	first, _, several := strings.Cut(filepath.ToSlash(name), "/")
	return several && strings.Contains(strings.TrimLeft(first, "."), ".")
}

// byModule sorts the directories of files by the roots of their modules, in the
// order in which they are named.
func (env *Env) byModule(files []string) (modules map[string][]string, order []string, err error) {
	modules = make(map[string][]string)
	for _, file := range files {
		dir := filepath.Dir(file)
		module := config.ModuleRoot(dir)
		if module == "" {
			return nil, nil, usagef("%s: not in a Go module: there is no go.mod in %s or above it", env.shorten(file), dir)
		}
		if modules[module] == nil {
			order = append(order, module)
		}
		if !slices.Contains(modules[module], dir) {
			modules[module] = append(modules[module], dir)
		}
	}
	return modules, order, nil
}

// unbuilt is why the go command has no package in dir to check; "" where it has one.
func (j *job) unbuilt(dir string) string {
	rel, _ := filepath.Rel(j.module, dir)
	for element := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
		if element == "testdata" || element == "vendor" || strings.HasPrefix(element, "_") || strings.HasPrefix(element, ".") && element != "." {
			return "the go command leaves " + element + " out of ./..."
		}
	}
	// What else may be wrong with the files the go command will say.
	if !j.onSome(func(ctxt *build.Context) bool {
		_, err := ctxt.ImportDir(dir, 0)
		return !errors.As(err, new(*build.NoGoError))
	}) {
		return "it has no Go files for this system and these build tags"
	}
	return ""
}

// onSome reports whether something holds on one of the platforms that are asked for, or on
// that of this process.
func (j *job) onSome(holds func(*build.Context) bool) bool {
	if len(j.platforms) == 0 {
		return holds(j.buildContext(nil))
	}
	for i := range j.platforms {
		if holds(j.buildContext(&j.platforms[i])) {
			return true
		}
	}
	return false
}

// buildContext is what decides which files a build for a platform has; nil is that of this
// process.
func (j *job) buildContext(p *platform) *build.Context {
	ctxt := build.Default
	if p != nil {
		ctxt.GOOS, ctxt.GOARCH = p.goos, p.goarch
	}
	tags := j.buildTags(p)
	for flag := range strings.FieldsSeq(j.env.Getenv("GOFLAGS")) {
		if given, ok := strings.CutPrefix(strings.TrimLeft(flag, "-"), "tags="); ok && tags == "" {
			tags = given
		}
	}
	ctxt.BuildTags = strings.FieldsFunc(tags, func(r rune) bool { return r == ',' || r == ' ' })
	return &ctxt
}

func onlyTests(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && !slices.ContainsFunc(files, func(name string) bool { return !strings.HasSuffix(name, "_test.go") })
}

func (j *job) leaveOut(dir, why string) {
	if !j.quiet {
		fmt.Fprintf(j.env.Stderr, "%s is not checked: %s\n", printable.Line(j.env.shorten(dir)), printable.Line(why))
	}
}

// analyseModules analyses packages, each in its module.
func (j *job) analyseModules(ctx context.Context) (*outcome, error) {
	c := &check{job: j}
	if err := c.split(); err != nil {
		return nil, err
	}
	return analyseParts(ctx, c.parts)
}

func analyseParts(ctx context.Context, parts []*part) (*outcome, error) {
	var outs []*outcome
	for _, p := range parts {
		a, err := p.job.analyse(ctx)
		if err != nil {
			return nil, err
		}
		outs = append(outs, a)
	}
	return join(outs), nil
}

// join makes one outcome of those of several modules, which may share a baseline.
func join(outs []*outcome) *outcome {
	if len(outs) == 1 {
		return outs[0]
	}
	all := &outcome{driven: new(driver.Outcome)}
	all.badConfig = func(dir string) bool {
		return slices.ContainsFunc(outs, func(a *outcome) bool { return a.badConfig != nil && a.badConfig(dir) })
	}
	var results []*finding.Result
	for _, a := range outs {
		results = append(results, a.Result)
		all.runs = append(all.runs, a.runs...)
		all.driven.Packages = append(all.driven.Packages, a.driven.Packages...)
		all.driven.Problems = append(all.driven.Problems, a.driven.Problems...)
		all.configErrs = append(all.configErrs, a.configErrs...)
		all.tests = all.tests || a.tests
		all.failed = all.failed || a.failed
		for _, c := range a.baselines {
			i := slices.IndexFunc(all.baselines, func(known *comparison) bool { return known.file == c.file })
			if i < 0 {
				first := *c
				all.baselines = append(all.baselines, &first)
				continue
			}
			all.baselines[i].gone = slices.Concat(all.baselines[i].gone, c.gone)
		}
	}
	all.Result = finding.Merge(results...)
	all.driven.Result = all.Result
	return all
}
