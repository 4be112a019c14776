package analyzer_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tetherlint/tether/analyzer"
)

const hazards = `package p

import "os"

func open(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	use(f)
	return nil
}

func closeLate(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return err
	}
	f.Close()
	return nil
}

func use(*os.File) {}

func launch(a, b chan int) {
	go use(nil)
	done := make(chan struct{})
	go func() {
		defer close(done)
		use(nil)
	}()
	<-done
}
`

// A program is a loaded module whose config may change.
type program struct {
	dir  string
	pkgs []*packages.Package
}

func load(t *testing.T) *program {
	p := &program{dir: t.TempDir()}
	for name, text := range map[string]string{"go.mod": "module example.com/p\n\ngo 1.26.0\n", "p.go": hazards} {
		require.NoError(t, os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600))
	}
	var err error
	p.pkgs, err = packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: p.dir}, ".")
	require.NoError(t, err)
	require.Zero(t, packages.PrintErrors(p.pkgs))
	return p
}

// found are the categories that analyzers report under a config.
func (p *program) found(t *testing.T, analyzers []*analysis.Analyzer, config string) (list []string, err error) {
	t.Helper()
	file := filepath.Join(p.dir, ".tether.yml")
	require.NoError(t, os.WriteFile(file, []byte(config), 0o600))
	graph, failed := checker.Analyze(analyzers, p.pkgs, nil)
	require.NoError(t, failed)
	for _, root := range graph.Roots {
		if root.Analyzer.Name == "unclosed" || err == nil { // untracked says that unclosed has failed
			err = root.Err
		}
		for _, d := range root.Diagnostics {
			assert.Equal(t, "https://github.com/tetherlint/tether/blob/main/docs/rules/"+d.Category+".md", d.URL)
			list = append(list, d.Category)
		}
	}
	return list, err
}

func TestOptions(t *testing.T) {
	p := load(t)
	for name, tt := range map[string]struct {
		opts   analyzer.Options
		config string
		want   []string
	}{
		"zero":                      {want: []string{"raw-go", "raw-go", "leak", "undeferred"}},
		"config found":              {config: "profile: claims", want: []string{"leak"}},
		"profile":                   {opts: analyzer.Options{Profile: "claims"}, want: []string{"leak"}},
		"profile over config":       {opts: analyzer.Options{Profile: "leaks"}, config: "accept: tracked", want: []string{"raw-go", "leak"}},
		"accept":                    {opts: analyzer.Options{Accept: "joined"}, want: []string{"raw-go", "leak", "undeferred"}},
		"rules":                     {opts: analyzer.Options{Rules: map[string]bool{"raw-go": false, "unclosed/undeferred": true}}, config: "profile: claims", want: []string{"leak", "undeferred"}},
		"no files":                  {opts: analyzer.Options{NoFiles: true}, config: "profile: claims", want: []string{"raw-go", "raw-go", "leak", "undeferred"}},
		"text":                      {opts: analyzer.Options{Config: "rules: {leak: off}", Accept: "joined"}, config: "profile: claims", want: []string{"raw-go", "undeferred"}},
		"exclude beside the config": {opts: analyzer.Options{Exclude: []analyzer.Exclude{{Callee: "os.Open", Reason: "x"}}}, config: "exclude: [{path: '*.go', rules: [raw-go], reason: x}]"},
		"ignore":                    {opts: analyzer.Options{Resources: []analyzer.Resource{{Ignore: "os.Open"}}}, want: []string{"raw-go", "raw-go"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, tt.opts.Validate())
			got, err := p.found(t, analyzer.New(tt.opts), tt.config)
			require.NoError(t, err)
			assert.ElementsMatch(t, tt.want, got)
		})
	}
}

func TestBadOptions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings.yml")
	require.NoError(t, os.WriteFile(file, []byte("accept: no"), 0o600))
	for want, opts := range map[string]analyzer.Options{
		`analyzer.Options.profile: want strict, leaks or claims, not "lax"`:                      {Profile: "lax"},
		`analyzer.Options.rules.leek: unknown rule "leek": did you mean unclosed/leak?`:          {Rules: map[string]bool{"leek": true}},
		`analyzer.Options.helpers[0].launch: "Go" is not the name of a function`:                 {Helpers: []analyzer.Helper{{Launch: "Go"}}},
		`analyzer.Options.helpers[0]: the entry needs one of deny, launch, start`:                {Helpers: []analyzer.Helper{{}}},
		`analyzer.Options.resources[0]: open: key "release" is missing`:                          {Resources: []analyzer.Resource{{Open: "example.com/a.B"}}},
		`analyzer.Options.exclude[0]: key "reason" is missing`:                                   {Exclude: []analyzer.Exclude{{Path: "a/**"}}},
		`analyzer.Options.launchers[0]: key "call" is missing`:                                   {Launchers: []analyzer.Launcher{{Handle: 1}}},
		`analyzer.Options.Config:2:1: unknown key "acept" in the config: did you mean "accept"?`: {Config: "tests: true\nacept: bound"},
		`analyzer.Options.Config:1:10: extends: only a file can extend another`:                  {Config: "extends: x.yml"},
		`settings.yml:1:9: accept: want tracked, joined or bound, not "no"`:                      {ConfigFile: file},
		`analyzer.Options.ConfigFile: `:                                                          {ConfigFile: file + "x"},
		`analyzer.Options: Config and ConfigFile are both set: set one`:                          {Config: "tests: true", ConfigFile: file},
	} {
		require.ErrorContains(t, opts.Validate(), want)
	}
}

// A linter with a misread config does not pass.
func TestRefusing(t *testing.T) {
	p := load(t)
	got, err := p.found(t, analyzer.New(analyzer.Options{Profile: "lax"}), "")
	assert.ErrorContains(t, err, "analyzer.Options.profile: want")
	assert.Empty(t, got)
	got, err = p.found(t, analyzer.New(analyzer.Options{}), "accept: no")
	assert.ErrorContains(t, err, ".tether.yml:1:9: accept: want")
	assert.Empty(t, got)

	// Instances do not know of each other.
	one := analyzer.New(analyzer.Options{})
	require.NoError(t, one[0].Flags.Set("accept", "bound"))
	got, err = p.found(t, analyzer.New(analyzer.Options{}), "")
	require.NoError(t, err)
	assert.Contains(t, got, "raw-go")
}

// Whatever a program outside can set has a documented field, and each field counts.
func TestFieldsAreNameable(t *testing.T) {
	var check func(typ reflect.Type)
	check = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Slice, reflect.Pointer:
			check(typ.Elem())
		case reflect.Map:
			check(typ.Key())
			check(typ.Elem())
		case reflect.Struct:
			assert.Equal(t, "github.com/tetherlint/tether/analyzer", typ.PkgPath())
			for i := range typ.NumField() {
				assert.True(t, typ.Field(i).IsExported(), typ.Field(i).Name)
				check(typ.Field(i).Type)
			}
		default:
			assert.Empty(t, typ.PkgPath())
		}
	}
	check(reflect.TypeFor[analyzer.Options]())
}

func TestHelp(t *testing.T) {
	for _, a := range analyzer.All {
		assert.Contains(t, a.URL, "https://github.com/tetherlint/tether/")
		for _, rule := range analyzer.Rules() {
			if name, id, _ := strings.Cut(rule, "/"); name == a.Name {
				assert.Contains(t, a.Doc, "\n\t"+id+": ")
			}
		}
		first, _, _ := strings.Cut(a.Doc, "\n")
		assert.Less(t, len(first), 60, "hosts show the first line in lists")
	}
	assert.NoError(t, analysis.Validate(analyzer.New(analyzer.Options{Profile: "lax"})))
}
