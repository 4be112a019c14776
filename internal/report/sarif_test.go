package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// validSARIF holds a log against the schema of the standard.
func validSARIF(t *testing.T, log string) {
	t.Helper()
	const name = "testdata/schema/sarif-schema-2.1.0.json"
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	schema, err := jsonschema.UnmarshalJSON(f)
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource(name, schema))
	compiled, err := c.Compile(name)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(log))
	require.NoError(t, err)
	require.NoError(t, compiled.Validate(doc))
}

func TestSARIFSchema(t *testing.T) {
	r := sample()
	validSARIF(t, render(t, "sarif", r))
	r = sample()
	r.Baseline, r.Failed = true, true
	validSARIF(t, render(t, "sarif", r))
}

// Columns count UTF-16 code units, those of fixes too.
func TestSARIFColumns(t *testing.T) {
	var log struct{ Runs []sarifRun }
	require.NoError(t, json.Unmarshal([]byte(render(t, "sarif", sample())), &log))
	results := log.Runs[0].Results
	assert.Equal(t, 11, results[1].Locations[0].Physical.Region.StartColumn) // two characters of three bytes before
	assert.Equal(t, 11, results[0].Fixes[0].Changes[0].Replacements[1].Deleted.StartColumn)
	assert.Equal(t, "//tether:allow", strings.Fields(results[0].Fixes[1].Changes[0].Replacements[0].Inserted.Text)[0])
	assert.False(t, results[0].Fixes[1].Properties.Safe)

	r := sample()
	r.ReadFile = func(string) ([]byte, error) { return []byte("𝒳 go f()\n"), nil }
	assert.Equal(t, 4, r.utf16Column("x", 1, 6)) // a surrogate pair and a space
	assert.Equal(t, 40, r.utf16Column("x", 1, 40), "past the end")
}

// Fingerprints differ, and none depends on a line.
func TestFingerprints(t *testing.T) {
	r := sample()
	before := fingerprints(r.Findings)
	seen := map[string]bool{}
	for i, p := range before {
		assert.False(t, seen[p])
		seen[p] = true
		r.Findings[i].Line += 7
	}
	assert.Equal(t, before, fingerprints(r.Findings))
}

// A file on another drive has no name from here: its URI is that of the file.
func TestSARIFDrives(t *testing.T) {
	r := &Report{Dir: filepath.FromSlash("/repo")}
	for file, want := range map[string]sarifArtifact{
		"D:/other/my file.go":            {URI: "file:///D:/other/my%20file.go"},
		filepath.FromSlash("/repo/x.go"): {URI: "x.go", Base: sourceRoot},
		filepath.FromSlash("/a/x.go"):    {URI: "file:///a/x.go"},
	} {
		assert.Equal(t, want, r.sarifArtifact(file), file)
	}
}
