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
	type object struct {
		Properties map[string]any
		Enum       []string
		Pattern    string
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal([]byte(Schema), &schema))

	known := regexp.MustCompile(`known keys: (.*)`)
	for context, o := range map[string]object{
		"%s":                 schema.object,
		"helpers:\n  - %s":   schema.Defs["helper"],
		"launchers:\n  - %s": schema.Defs["launcher"],
		"resources:\n  - %s": schema.Defs["resource"],
		"exclude:\n  - %s":   schema.Defs["exclude"],
	} {
		_, err := Parse("x.yml", "/", fmt.Appendf(nil, context, "unheardof: 1"))
		require.Error(t, err)
		m := known.FindStringSubmatch(err.Error())
		require.NotNil(t, m, err)
		assert.Equal(t, slices.Sorted(maps.Keys(o.Properties)), strings.Split(m[1], ", "), context)
	}
	assert.Equal(t, ruleNames(), schema.Defs["rule"].Enum)
}
