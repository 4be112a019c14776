package report

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// Each key that programs may read is on the page for them.
func TestJSONIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	require.NoError(t, err)
	for _, v := range []any{jsonReport{}} {
		for _, key := range jsonKeys(reflect.TypeOf(v), nil) {
			assert.Contains(t, string(page), "`"+key+"`", "%T", v)
		}
	}
}

// jsonKeys are the keys of a type and of what is in it.
func jsonKeys(t reflect.Type, keys []string) []string {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return jsonKeys(t.Elem(), keys)
	case reflect.Struct:
		for f := range t.Fields() {
			if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" {
				keys = append(keys, key)
			}
			keys = jsonKeys(f.Type, keys)
		}
	}
	return keys
}

// The run that shows a finding is in the JSON, choice by choice.
func TestJSONPath(t *testing.T) {
	r := sample()
	f := r.Findings[0]
	f.Path = []finding.Note{{Span: f.Span, Message: "the branch is taken"}}
	assert.Equal(t, []jsonNote{{"server/server.go", 2, "the branch is taken"}}, r.jsonFinding(&f).Path)
}
