package toolchain

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pretend is Pretend until the test ends.
func pretend(t *testing.T, release string) {
	t.Helper()
	Pretend(release)
	t.Cleanup(func() { Pretend("") })
}

func TestTooOld(t *testing.T) {
	pretend(t, "go1.26.8")
	for v, want := range map[string]bool{
		"1.26": false, "1.26.9": false, "go1.26.99": false, "1.9": false, "go1.21rc1": false,
		"1.27": true, "go1.27": true, "1.27.3": true, "go1.27rc1": true, "go1.27.3-acme": true,
		"devel go1.28-abcdef": true, "go1.28-devel_abcdef Mon Oct 19": true, "go1.27.0 X:nodwarf5": true, "1.100": true,
		"": false, "devel +abcdef": false, "main": false, "go": false,
	} {
		assert.Equal(t, want, TooOld(v), v)
	}
	pretend(t, "devel +abcdef")
	assert.False(t, TooOld("1.99"), "a Go of unknown age is not too old")
}

func TestBuilt(t *testing.T) {
	assert.True(t, strings.HasPrefix(Built(), "go1."), Built())
	assert.False(t, TooOld(runtime.Version()))
	assert.Equal(t, "go1.27-abcdef", release("devel go1.27-abcdef Mon Oct 19"))
	assert.Equal(t, "go1.27.3", release("go1.27.3 X:nodwarf5"))
}

func TestSentence(t *testing.T) {
	pretend(t, "go1.26.8")
	assert.NoError(t, Check("the module", "1.26.9"))
	assert.EqualError(t, Check("the module", "1.27.3"), "tether was built with go1.26.8, and the module needs go1.27: "+
		`rebuild it with "GOTOOLCHAIN=go1.27.0 go install github.com/tetherlint/tether/cmd/tether@latest", `+
		`or let the module's own Go build it: "go get -tool github.com/tetherlint/tether/cmd/tether", then "go tool tether"`)
}

// TestRefused holds the pattern against the type checker of the Go at hand.
func TestRefused(t *testing.T) {
	for message, want := range map[string]string{
		"package requires newer Go version go1.27 (application built with go1.26)": "this package needs go1.27",
		"file requires newer Go version go1.99 (application built with go1.26)":    "this file needs go1.99",
	} {
		assert.ErrorContains(t, Refused(message), want)
	}
	assert.NoError(t, Refused("undefined: newer"))
	for _, src := range []string{"package p", "//go:build go1.999\n\npackage p"} {
		message := typeCheck(t, src)
		assert.Error(t, Refused(message), message)
	}
}

func TestCheckModule(t *testing.T) {
	pretend(t, "go1.26.8")
	for _, tt := range []struct{ name, mod, work, env, want string }{
		{"same", "go 1.26.3", "", "", ""},
		{"newer", "go 1.27", "", "", "the module needs go1.27"},
		{"no line", "", "", "", ""},
		{"unreadable", "go 1.27\nnonsense (", "", "", ""},
		{"toolchain line", "go 1.26\ntoolchain go1.27.3", "", "", ""},
		{"newer workspace", "go 1.26", "go 1.27", "", "the workspace needs go1.27"},
		{"workspace off", "go 1.26", "go 1.27", "off", ""},
		{"older workspace", "go 1.27", "go 1.26", "", ""}, // the go command refuses it
	} {
		t.Run(tt.name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "m", "sub")
			require.NoError(t, os.MkdirAll(dir, 0o777))
			require.NoError(t, os.WriteFile(filepath.Join(top, "m", "go.mod"), []byte("module example.com/m\n"+tt.mod+"\n"), 0o666))
			if tt.work != "" {
				require.NoError(t, os.WriteFile(filepath.Join(top, "go.work"), []byte(tt.work+"\nuse ./m\n"), 0o666))
			}
			err := CheckModule(dir, tt.env)
			if tt.want == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, tt.want)
			}
		})
	}
	assert.NoError(t, CheckModule(t.TempDir(), "off"), "no module at all")
}
