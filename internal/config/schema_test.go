package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSchemaKeys holds the schema against the reader: the same keys everywhere,
// and the same rules.
func TestSchemaKeys(t *testing.T) {
	type definition struct {
		Properties map[string]any
		Enum       []any
		Pattern    string
	}
	var schema struct {
		definition
		Defs map[string]definition `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal([]byte(Schema), &schema))

	known := regexp.MustCompile(`known keys: (.*)`)
	for context, o := range map[string]definition{
		"%s":                 schema.definition,
		"helpers:\n  - %s":   schema.Defs["FileHelper"],
		"launchers:\n  - %s": schema.Defs["FileLauncher"],
		"resources:\n  - %s": schema.Defs["FileResource"],
		"exclude:\n  - %s":   schema.Defs["FileExclude"],
	} {
		_, err := Parse("x.yml", "/", fmt.Appendf(nil, context, "unheardof: 1"))
		require.Error(t, err)
		m := known.FindStringSubmatch(err.Error())
		require.NotNil(t, m, err)
		assert.Equal(t, slices.Sorted(maps.Keys(o.Properties)), strings.Split(m[1], ", "), context)
	}
	var rules []any
	for _, name := range ruleNames() {
		rules = append(rules, name)
	}
	assert.Equal(t, rules, schema.Defs["RuleName"].Enum)
}
