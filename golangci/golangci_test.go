package golangci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/golangci/plugin-module-register/register"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/tetherlint/tether/internal/config"
	"github.com/tetherlint/tether/internal/finding"
)

// read reads YAML as golangci-lint does, into plain values.
func read(t *testing.T, text string) (v any) {
	t.Helper()
	require.NoError(t, yaml.Unmarshal([]byte(text), &v))
	return v
}

func TestRegistered(t *testing.T) {
	build, err := register.GetPlugin("tether")
	require.NoError(t, err)
	p, err := build(nil)
	require.NoError(t, err)
	assert.Equal(t, register.LoadModeTypesInfo, p.GetLoadMode())
	analyzers, err := p.BuildAnalyzers()
	require.NoError(t, err)
	require.NoError(t, analysis.Validate(analyzers))
	var names []string
	for _, a := range analyzers {
		names = append(names, a.Name)
	}
	assert.Equal(t, []string{"untracked", "unclosed"}, names)
}

func TestSettings(t *testing.T) {
	c, err := config.FromValues(place, read(t, `
version: 1
profile: leaks
accept: joined
tests: true
generated: true
helpers:
  - launch: github.com/acme/app/task.Go
    call: task.Go(ctx, name, func(ctx context.Context) error)
    scope: [internal/**, "a<b>&c/**"]
  - deny: (*golang.org/x/sync/errgroup.Group).Go
launchers:
  - call: github.com/acme/app/cron.Every
    handle: 1
resources:
  - open: github.com/acme/app/memcache.Dial
    release: [Close, Stop]
rules:
  unclosed/leak: off
  raw-go: false
  unclosed/undeferred: on
exclude:
  - path: internal/legacy/**
    rules: [untracked/raw-go]
    reason: migrated in Q3
`))
	require.NoError(t, err)
	assert.Equal(t, finding.Joined, c.Accept)
	assert.True(t, c.Tests && c.Generated)
	require.Len(t, c.Helpers, 2)
	assert.Equal(t, []string{"internal/**", "a<b>&c/**"}, c.Helpers[0].Scope)
	assert.Equal(t, config.Func("(*golang.org/x/sync/errgroup.Group).Go"), c.Helpers[1].Deny)
	assert.Equal(t, 1, c.Launchers[0].Handle)
	assert.Equal(t, []string{"Close", "Stop"}, c.Resources[0].Release)
	assert.Equal(t, map[finding.Rule]bool{finding.Leak: true, finding.RawGo: true, "unclosed/lost-error": true}, c.Off)
	assert.Equal(t, "migrated in Q3", c.Exclude[0].Reason)
}

func TestNoSettings(t *testing.T) {
	for _, text := range []string{"", "{}", "version: 1", "rules:"} {
		c, err := config.FromValues(place, read(t, text))
		require.NoError(t, err, text)
		assert.Equal(t, finding.Tracked, c.Accept)
		assert.Equal(t, config.Default().Off, c.Off)
	}
}

func TestBadSettings(t *testing.T) {
	for text, want := range map[string]string{
		"acept: bound":                        `.acept: unknown key "acept" in the config: did you mean "accept"?`,
		"colour: red":                         `.colour: unknown key "colour" in the config: known keys: accept, exclude,`,
		"accept: boundd":                      `.accept: want tracked, joined or bound, not "boundd": did you mean "bound"?`,
		"accept: [bound]":                     `.accept: want tracked, joined or bound, not a list`,
		"tests: 1":                            `.tests: want true or false, not 1`,
		`tests: "yes"`:                        `.tests: want true or false, not "yes"`,
		"version: 2":                          `.version: this tether reads version 1, not 2`,
		"[accept]":                            `: want key: value pairs, not a list`,
		"accept":                              `: want key: value pairs, not "accept"`,
		"7: bound":                            `.7: unknown key "7" in the config`,
		"rules: {1: off}":                     `.rules.1: unknown rule "1"`,
		"rules: {unclosed/leek: off}":         `.rules.unclosed/leek: unknown rule "unclosed/leek": did you mean unclosed/leak?`,
		"rules: {leak: maybe}":                `.rules.leak: want off, warn or error, not "maybe"`,
		"exclude: {path: x}":                  `.exclude: want a list, not key: value pairs`,
		"exclude: [{path: a, reason: b}, {}]": `.exclude[1]: the entry needs one of callee, path`,
		"exclude: [{path: a, rules: [{}]}]":   `.exclude[0].rules[0]: want text, not key: value pairs`,
		"exclude: [{path: ../a, reason: b}]":  `.exclude[0].path: "../a" leaves the directory of the config`,
		"helpers: [{lunch: a.B}]":             `.helpers[0].lunch: unknown key "lunch" in helpers: did you mean "launch"?`,
		"helpers: [{launch: B}]":              `.helpers[0].launch: "B" is not the name of a function`,
		"helpers: [{start: a.B}]":             `.helpers[0]: start: key "done" is missing`,
		"resources: [{open: a.B, release: [Close, 7]}]": `.resources[0].release[1]: want text, not 7`,
	} {
		_, err := config.FromValues(place, read(t, text))
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), "linters.settings.custom.tether.settings"+want, text)
		}
	}
}

// All faults come at once.
func TestManyFaults(t *testing.T) {
	_, err := config.FromValues(place, read(t, "accept: x\ntests: x\n"))
	require.Error(t, err)
	lines := strings.Split(err.Error(), "\n")
	require.Len(t, lines, 3)
	assert.Equal(t, "2 faults", lines[0])
	assert.Contains(t, lines[1], "settings.accept: ")
	assert.Contains(t, lines[2], "settings.tests: ")
}

// TestTooOld: golangci-lint itself refuses a module of a later Go than its own, unless
// its config says otherwise; the plugin looks at the module.
func TestTooOld(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n\ngo 1.999\n"), 0o666))
	t.Setenv("GOWORK", "off")
	t.Chdir(dir)
	_, err := New(nil)
	assert.ErrorContains(t, err, `and the module needs go1.999: rebuild this golangci-lint with "GOTOOLCHAIN=go1.999.0 golangci-lint custom"`)
}
