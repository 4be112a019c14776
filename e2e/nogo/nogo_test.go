// Package nogo runs tether's analyzers as a build farm does: one process for each
// package, dependencies first, facts in files, and no word about modules.
//
// There are two such hosts here. One is nogo itself, built from the sources of
// rules_go with the program that rules_go generates; Bazel is not needed for it.
// The other is tether as a vet tool, on package descriptions without a module.
package nogo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/txtar"
)

// unpack writes the files of an archive below a new directory.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	require.NoError(t, err)
	dir := t.TempDir()
	for _, f := range a.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, f.Data, 0o666))
	}
	return dir
}

// run runs a program and returns its standard output and error and its exit code.
func run(t *testing.T, dir string, env []string, name string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func mustRun(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	stdout, stderr, code := run(t, dir, env, name, args...)
	require.Zero(t, code, "%s %v: %s", name, args, stderr)
	return stdout
}

// buildTether builds the command line.
func buildTether(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "tether")
	mustRun(t, ".", nil, "go", "build", "-o", program, "github.com/tetherlint/tether/cmd/tether")
	return program
}

// A target is a package as the go command lists it, standing for a Bazel target.
type target struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Imports                 []string
	ImportMap               map[string]string
	Standard                bool
	Module                  *struct{ Version string }
}

// external reports whether the target is of the standard library, or would be in an
// external repository.
func (p *target) external() bool { return p.Standard || p.Module != nil && p.Module.Version != "" }

// targets lists the packages of a module and all that they import, dependencies first.
func targets(t *testing.T, dir string) (list []target) {
	t.Helper()
	out := mustRun(t, dir, []string{"GOFLAGS=-mod=mod", "GOWORK=off", "CGO_ENABLED=0"}, "go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,Imports,ImportMap,Standard,Module", "./...")
	for dec := json.NewDecoder(strings.NewReader(out)); dec.More(); {
		var p target
		require.NoError(t, dec.Decode(&p))
		list = append(list, p)
	}
	return list
}

// sources are the files of the target, named from dir as Bazel names them from its
// working directory.
func (p *target) sources(t *testing.T, dir string) (names []string) {
	t.Helper()
	for _, f := range p.GoFiles {
		rel, err := filepath.Rel(dir, filepath.Join(p.Dir, f))
		require.NoError(t, err)
		names = append(names, rel)
	}
	return names
}

// line is a diagnostic as it is compared: place and rule.
var line = regexp.MustCompile(`(?m)^(?:nogo: )?(\S+?:\d+:\d+): .*\(([a-z]+/[a-z-]+)\)(?: \(\w+\))?$`)

// diagnostics finds the diagnostics in a host's output, sorted.
func diagnostics(output string) (list []string) {
	for _, m := range line.FindAllStringSubmatch(output, -1) {
		list = append(list, filepath.ToSlash(m[1])+" "+m[2])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// commandLine is what the command line reports.
func commandLine(t *testing.T, tether, dir string, flags ...string) (list []string) {
	t.Helper()
	stdout, stderr, code := run(t, dir, []string{"GOFLAGS=-mod=mod", "GOWORK=off", "TETHER_CACHE=" + t.TempDir()}, tether, append(flags, "-format", "json")...)
	require.Less(t, code, 2, stderr)
	var report struct {
		Findings []struct {
			Rule, Status, File string
			Line, Column       int
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &report))
	for _, f := range report.Findings {
		if f.Status == "new" {
			list = append(list, fmt.Sprintf("%s:%d:%d %s", f.File, f.Line, f.Column, f.Rule))
		}
	}
	slices.Sort(list)
	return list
}

// A farm is a host that analyses one target in one process, or has nothing to do.
type farm func(t *testing.T, dir string, p *target, all map[string]*target, facts string) (output string, code int)

// analyse analyses all targets.
func analyse(t *testing.T, dir string, host farm) (found []string, failed bool) {
	t.Helper()
	list := targets(t, dir)
	all := make(map[string]*target)
	for i := range list {
		all[list[i].ImportPath] = &list[i]
	}
	facts := t.TempDir()
	var output strings.Builder
	for i := range list {
		p := &list[i]
		out, code := host(t, dir, p, all, facts)
		output.WriteString(out + "\n")
		require.True(t, code == 0 || len(diagnostics(out)) > 0 && !p.external(), "%s: exit code %d: %s", p.ImportPath, code, out)
		failed = failed || code != 0
	}
	return diagnostics(output.String()), failed
}

// factFile is where the facts about a package lie.
func factFile(dir, importPath string) string {
	return filepath.Join(dir, strings.ReplaceAll(importPath, "/", "_"))
}

// asVetTool runs tether on the description of a package that a build system other
// than the go command might write.
func asVetTool(tether string, flags ...string) farm {
	return func(t *testing.T, dir string, p *target, all map[string]*target, facts string) (string, int) {
		if p.ImportPath == "unsafe" {
			return "", 0
		}
		cfg := unitchecker.Config{
			ID: p.ImportPath, Compiler: "gc", Dir: p.Dir, ImportPath: p.ImportPath, GoFiles: p.sources(t, dir),
			ImportMap: map[string]string{}, PackageFile: map[string]string{}, Standard: map[string]bool{}, PackageVetx: map[string]string{},
			VetxOnly: p.external(), VetxOutput: factFile(facts, p.ImportPath),
		}
		for _, path := range p.Imports {
			cfg.ImportMap[path] = cmp.Or(p.ImportMap[path], path)
		}
		for path, dep := range all {
			cfg.PackageFile[path] = dep.Export
			cfg.Standard[path] = dep.Standard
			if _, err := os.Stat(factFile(facts, path)); err == nil && slices.Contains(p.Imports, path) {
				cfg.PackageVetx[path] = factFile(facts, path)
			}
		}
		data, err := json.Marshal(cfg)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "vet.cfg")
		require.NoError(t, os.WriteFile(file, data, 0o666))
		stdout, stderr, code := run(t, dir, nil, tether, append(slices.Clone(flags), file)...)
		return stdout + stderr, code
	}
}

// asNogo runs nogo as the rules of rules_go do.
func asNogo(nogo string) farm {
	return func(t *testing.T, dir string, p *target, all map[string]*target, facts string) (string, int) {
		if p.Standard { // is not analysed by nogo
			return "", 0
		}
		var importcfg strings.Builder
		for from, to := range p.ImportMap {
			fmt.Fprintf(&importcfg, "importmap %s=%s\n", from, to)
		}
		for path, dep := range all {
			if dep.Export != "" {
				fmt.Fprintf(&importcfg, "packagefile %s=%s\n", path, dep.Export)
			}
		}
		file := filepath.Join(t.TempDir(), "importcfg")
		require.NoError(t, os.WriteFile(file, []byte(importcfg.String()), 0o666))
		args := []string{"-p", p.ImportPath, "-importcfg", file, "-go_version", strings.TrimPrefix(runtime.Version(), "go"), "-x", factFile(facts, p.ImportPath)}
		for _, path := range p.Imports {
			if dep := all[path]; dep != nil && !dep.Standard {
				args = append(args, "-fact", path+"="+factFile(facts, path))
			}
		}
		if p.external() {
			args = append(args, "-facts_only")
		}
		_, stderr, code := run(t, dir, []string{"GOARCH=" + runtime.GOARCH}, nogo, append(args, p.sources(t, dir)...)...)
		return stderr, code
	}
}

// hidden are the findings of the one rule that depends on what the main module is.
func withoutHidden(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return strings.HasSuffix(s, " untracked/hidden-launch") })
}

func TestVetTool(t *testing.T) {
	tether := buildTether(t)
	dir := filepath.Join(unpack(t, "testdata/app.txtar"), "app")
	want := commandLine(t, tether, dir)
	require.NotEqual(t, withoutHidden(want), want, "the fixture has a hidden launch")

	got, failed := analyse(t, dir, asVetTool(tether, "-untracked.main=example.com/app"))
	assert.Equal(t, want, got)
	assert.True(t, failed)

	got, _ = analyse(t, dir, asVetTool(tether))
	assert.Equal(t, withoutHidden(want), got, "without the flag nothing is hidden")

	got, _ = analyse(t, dir, asVetTool(tether, "-untracked.main=example.com/other, example.com/app/"))
	assert.Equal(t, want, got)
}

func TestNogo(t *testing.T) {
	tether := buildTether(t)
	dir := filepath.Join(unpack(t, "testdata/app.txtar"), "app")
	want := commandLine(t, tether, dir)
	w := newWorkspace(t)

	t.Run("as documented", func(t *testing.T) {
		config := filepath.Join(t.TempDir(), "same.yml")
		require.NoError(t, os.WriteFile(config, []byte("accept: bound\nexclude:\n  - path: internal/legacy/**\n    reason: migrated in Q3\n"), 0o666))
		want := commandLine(t, tether, dir, "-config", config)
		got, failed := analyse(t, dir, asNogo(w.nogo(t, block(t, "../../docs/nogo.md", "nogo.json"))))
		assert.Equal(t, want, got)
		assert.True(t, failed)
	})
	t.Run("no file counts", func(t *testing.T) {
		nogo := w.nogo(t, `{"untracked": {"analyzer_flags": {"main": "example.com/app"}}}`)
		// One is not among an action's inputs, and is seen by chance.
		file := filepath.Join(dir, ".tether.yml")
		require.NoError(t, os.WriteFile(file, []byte("rules: {raw-go: off}"), 0o666))
		defer os.Remove(file)
		got, _ := analyse(t, dir, asNogo(nogo))
		assert.Equal(t, want, got)
	})
	t.Run("no prefix", func(t *testing.T) {
		got, _ := analyse(t, dir, asNogo(w.nogo(t, `{}`)))
		assert.Equal(t, withoutHidden(want), got)
	})
	t.Run("bad settings", func(t *testing.T) {
		for config, message := range map[string]string{
			`{"untracked": {"analyzer_flags": {"settings": "acept: bound"}}}`: `settings:1:1: unknown key "acept" in the config: did you mean "accept"?`,
			`{"unclosed": {"analyzer_flags": {"accept": "bound"}}}`:           `unclosed: unrecognized flag: accept`,
		} {
			nogo := w.nogo(t, config)
			list := targets(t, dir)
			p := &list[slices.IndexFunc(list, func(p target) bool { return !p.Standard })]
			output, code := asNogo(nogo)(t, dir, p, map[string]*target{}, t.TempDir())
			assert.NotZero(t, code)
			assert.Contains(t, output, message)
		}
	})
	t.Run("older than the SDK", func(t *testing.T) {
		nogo := w.nogo(t, `{}`)
		const want = `, and code built with Go 1.999.3 needs go1.999: build nogo with it too, by go_sdk.download(version = "1.999.0") in MODULE.bazel` + "\n"
		params := filepath.Join(t.TempDir(), "nogo.param") // as rules_go calls it
		args := []string{"-p", "example.com/app", "-go_version", "1.999.3", "app.go"}
		require.NoError(t, os.WriteFile(params, []byte(strings.Join(args, "\n")+"\n"), 0o666))
		for _, args := range [][]string{args, {"-param=" + params}} {
			stdout, stderr, code := run(t, dir, nil, nogo, args...)
			assert.Equal(t, 1, code)
			assert.Empty(t, stdout)
			assert.Regexp(t, `^nogo: tether was built with go1\.[0-9.]+`+regexp.QuoteMeta(want)+"$", stderr)
		}
	})
}
