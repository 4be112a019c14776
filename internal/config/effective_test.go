package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func effectiveText(c *Config) string {
	var b strings.Builder
	for _, l := range c.Effective("x.yml") {
		b.WriteString(l.Text)
		if l.From != "" {
			b.WriteString(" # " + l.From)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// The effective settings say where each value comes from, and are a config that
// means the same.
func TestEffective(t *testing.T) {
	c, err := Parse("x.yml", "/repo", []byte(strings.Replace(example, "profile: strict ", "profile: leaks ", 1)))
	require.NoError(t, err)
	text := effectiveText(c)
	for _, line := range []string{
		"profile: leaks # x.yml:2:1", "accept: tracked # x.yml:3:1", "tests: false # x.yml:4:1",
		"  unclosed/leak: error # default", "  unclosed/undeferred: off # x.yml:23:3",
		"  - launch: github.com/acme/app/task.Go # x.yml:7:5",
		"  - path: internal/legacy/** # x.yml:25:5",
	} {
		assert.Contains(t, text, line+"\n")
	}
	again, err := Parse("x.yml", "/repo", []byte(text))
	require.NoError(t, err, text)
	assert.Equal(t, c.Accept, again.Accept)
	assert.Equal(t, c.Off, again.Off)
	require.Len(t, again.Helpers, len(c.Helpers))
	for i := range c.Helpers {
		again.Helpers[i].Place = c.Helpers[i].Place
	}
	assert.Equal(t, c.Helpers, again.Helpers)
	assert.Equal(t, c.Resources[0].Release, again.Resources[0].Release)
	assert.Equal(t, c.Exclude[0].Rules, again.Exclude[0].Rules)

	leaks, err := Parse("x.yml", "/", []byte("profile: leaks"))
	require.NoError(t, err)
	assert.Contains(t, effectiveText(leaks), "accept: bound # profile leaks\n")
	assert.Contains(t, effectiveText(leaks), "  unclosed/undeferred: off # profile leaks\n")
	assert.Contains(t, effectiveText(Default()), "accept: tracked # default\n")
}
