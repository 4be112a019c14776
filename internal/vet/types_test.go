package vet

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/tetherlint/tether/internal/suite"
	"github.com/tetherlint/tether/internal/unit"
)

// asUnitchecker names the variable by which this program is unitchecker's.
const asUnitchecker = "TETHER_TEST_UNITCHECKER"

func TestMain(m *testing.M) {
	if file := os.Getenv(asUnitchecker); file != "" {
		unitchecker.Run(file, suite.New(unit.Options{}))
	}
	os.Exit(m.Run())
}

// standard are a package of the standard library and all that it imports, as go vet would
// ask about them, imports first.
func standard(t *testing.T, path string) (list []*unitchecker.Config) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Imports,ImportMap", path)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	require.NoError(t, err)
	dir, written := t.TempDir(), map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir  string
			GoFiles, Imports []string
			ImportMap        map[string]string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else {
			require.NoError(t, err)
		}
		if p.ImportPath == "unsafe" {
			continue
		}
		cfg := &unitchecker.Config{ImportPath: p.ImportPath, Dir: p.Dir, VetxOnly: true, ImportMap: map[string]string{}, PackageVetx: written}
		for _, path := range p.Imports {
			cfg.ImportMap[path] = path
		}
		for from, to := range p.ImportMap { // what is vendored
			cfg.ImportMap[from] = to
		}
		for _, file := range p.GoFiles {
			cfg.GoFiles = append(cfg.GoFiles, filepath.Join(p.Dir, file))
		}
		cfg.VetxOutput = filepath.Join(dir, filepath.FromSlash(p.ImportPath)+".vetx")
		require.NoError(t, os.MkdirAll(filepath.Dir(cfg.VetxOutput), 0o777))
		written[p.ImportPath] = cfg.VetxOutput
		list = append(list, cfg)
	}
}

// What is written of a package without a look at its functions' bodies is what
// unitchecker writes of it, byte for byte, and what the next one can read.
func TestTypesOfTheStandardLibrary(t *testing.T) {
	list := standard(t, "bufio")
	for _, cfg := range list {
		require.True(t, onlyTypes(cfg), cfg.ImportPath)
		require.NoError(t, writeTypes(cfg), cfg.ImportPath)
	}
	last := *list[len(list)-1]
	ours, err := os.ReadFile(last.VetxOutput)
	require.NoError(t, err)
	require.NotEmpty(t, last.ImportMap)

	last.VetxOutput = filepath.Join(t.TempDir(), "vet.out")
	text, err := json.Marshal(last)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "vet.cfg")
	require.NoError(t, os.WriteFile(file, text, 0o666))
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asUnitchecker+"="+file)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	theirs, err := os.ReadFile(last.VetxOutput)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(ours, theirs))
}

func TestOnlyTypesAreWantedOf(t *testing.T) {
	fmt := unitchecker.Config{ImportPath: "fmt", VetxOnly: true, VetxOutput: "vet.out"}
	assert.True(t, onlyTypes(&fmt))
	for name, change := range map[string]func(*unitchecker.Config){
		"a named package":                 func(cfg *unitchecker.Config) { cfg.VetxOnly = false },
		"another module":                  func(cfg *unitchecker.Config) { cfg.ImportPath = "example.com/fmt" },
		"a module with a short path":      func(cfg *unitchecker.Config) { cfg.Module = &analysis.Module{Path: "fmt"} },
		"a module with a path, by path":   func(cfg *unitchecker.Config) { cfg.ModulePath = "fmt" },
		"a caller who wants no such file": func(cfg *unitchecker.Config) { cfg.VetxOutput = "" },
	} {
		cfg := fmt
		change(&cfg)
		assert.False(t, onlyTypes(&cfg), name)
	}
}

// What cannot be written is left to unitchecker, which says why.
func TestTypesThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		text, says string
	}{
		{"package errors\n\nfunc F() { undefined() }\n", ""}, // the compiler has accepted it
		{"package errors\n\nvar V undefined\n", "undefined: undefined"},
		{"package errors\n\nfunc {\n", "expected 'IDENT'"},
		{"package errors\n\nimport _ \"fmt\"\n", errVetx.Error()},
	} {
		put(t, dir, "errors.go", tt.text)
		cfg := &unitchecker.Config{ImportPath: "errors", GoFiles: []string{filepath.Join(dir, "errors.go")},
			VetxOutput: filepath.Join(dir, "vet.out"), Stdout: filepath.Join(dir, "vet.stdout")}
		err := writeTypes(cfg)
		if tt.says == "" {
			require.NoError(t, err)
			assert.FileExists(t, cfg.Stdout)
			continue
		}
		assert.ErrorContains(t, err, tt.says)
	}
	_, err := decodeVetx([]byte("vetx\x09\x00\x00\x00\x00\x00\x00\x00short"))
	assert.ErrorIs(t, err, errVetx)
	_, err = decodeVetx([]byte("else"))
	assert.ErrorIs(t, err, errVetx)
}
