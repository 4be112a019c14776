package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

func TestProfiles(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		with      Override
		accept    finding.Class
		off       []finding.Rule
		claims    bool
	}{
		{"default", "", Override{}, finding.Tracked, nil, false},
		{"claims", "profile: claims", Override{}, finding.Tracked, []finding.Rule{finding.RawGo, finding.Undeferred}, true},
		{"a rule wins", "profile: claims\nrules: {raw-go: on, leak: off}", Override{}, finding.Tracked, []finding.Rule{finding.Leak, finding.Undeferred}, true},
		{"flag", "", Override{Profile: "claims"}, finding.Tracked, []finding.Rule{finding.RawGo, finding.Undeferred}, true},
		{"flag instead of the key", "profile: claims", Override{Profile: "leaks"}, finding.Bound, []finding.Rule{finding.Undeferred}, false},
		{"flag and file", "accept: joined\nrules: {undeferred: on}", Override{Profile: "leaks"}, finding.Joined, nil, false},
		{"flag over file", "accept: joined", Override{Profile: "leaks", Over: true}, finding.Bound, []finding.Rule{finding.Undeferred}, false},
		{"accept", "accept: joined", Override{Profile: "leaks", Accept: finding.Tracked}, finding.Tracked, []finding.Rule{finding.Undeferred}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, err := Parse("x.yml", "/", []byte(tt.src))
			require.NoError(t, err)
			before := effectiveText(file)
			c := file.With(tt.with)
			var off []finding.Rule
			for _, r := range rules.All() {
				if r.Default && !c.Enabled(r.Name) {
					off = append(off, r.Name)
				}
			}
			assert.Equal(t, tt.accept, c.Accept)
			assert.Equal(t, tt.off, off)
			assert.Equal(t, tt.claims, c.OnlyClaims)
			assert.Equal(t, before, effectiveText(file), "the file's stays what it is")
		})
	}
}

// A rule that is asked for is on, unless somebody has turned it off.
func TestAskedFor(t *testing.T) {
	const lost = finding.Rule("unclosed/lost-error")
	for _, tt := range []struct {
		src, by string
		with    Override
	}{
		{"", "", Override{Rules: []finding.Rule{lost}}},
		{"profile: claims", "", Override{Rules: []finding.Rule{lost}}},
		{"rules: {lost-error: warn}", "", Override{Rules: []finding.Rule{lost}}},
		{"rules: {lost-error: off}", "x.yml:1:9", Override{Rules: []finding.Rule{lost}}},
		{"", "default", Override{Rules: []finding.Rule{finding.Leak}}},
		{"", "default", Override{}},
	} {
		file, err := Parse("x.yml", "/", []byte(tt.src))
		require.NoError(t, err)
		before := effectiveText(file)
		assert.Equal(t, tt.by, file.With(tt.with).OffBy(lost, "x.yml"), "%v", tt)
		assert.Equal(t, before, effectiveText(file), "the file's stays what it is")
	}
	leaks, err := Parse("x.yml", "/", []byte("profile: leaks"))
	require.NoError(t, err)
	asked := leaks.With(Override{Rules: []finding.Rule{finding.Undeferred}})
	assert.Equal(t, "profile leaks", asked.OffBy(finding.Undeferred, "x.yml"), "what the profile turns off stays so")
}

func TestOverride(t *testing.T) {
	var o Override
	require.NoError(t, o.SetProfile("claims"))
	require.NoError(t, o.SetAccept("joined"))
	assert.Equal(t, Override{Profile: "claims", Accept: finding.Joined}, o)
	assert.EqualError(t, o.SetProfile("lax"), "want strict, leaks or claims")
	assert.EqualError(t, o.SetAccept("detached"), "want tracked, joined or bound")
	assert.Equal(t, "claims", o.Profile)
}

// What a program sets wins over the file, key by key; its entries come first.
func TestOver(t *testing.T) {
	for _, tt := range []struct{ name, file, own, want string }{
		{"nothing", "profile: leaks\ntests: true", "", "profile: leaks\ntests: true\naccept: bound"},
		{"profile wins over accept", "accept: joined\nrules: {leak: off}", "profile: leaks", "profile: leaks\nrules: {leak: off}"},
		{"accept wins over profile", "profile: claims", "accept: bound", "profile: claims\naccept: bound"},
		{"a rule", "rules: {leak: off, stuck: warn}", "rules: {leak: error, stuck: error, undeferred: off}", "rules: {undeferred: off}"},
		{"tests", "tests: true", "tests: false\ngenerated: true", "generated: true"},
		{"lists", "helpers: [{deny: a.B}]", "helpers: [{deny: c.D}]", "helpers: [{deny: c.D}, {deny: a.B}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			parsed := func(src string) *Config {
				c, err := Parse("x.yml", "/", []byte(src))
				require.NoError(t, err)
				return c
			}
			file, own, want := parsed(tt.file), parsed(tt.own), parsed(tt.want)
			before := effectiveText(file)
			got := own.Over(file)
			assert.Equal(t, settings(want), settings(got))
			assert.Equal(t, before, effectiveText(file), "the file's stays what it is")
			assert.NotEqual(t, file.Key(), got.Key())
		})
	}
}

// settings are the effective lines of a config, without where each comes from.
func settings(c *Config) (list []string) {
	for _, line := range c.Effective("x.yml") {
		list = append(list, line.Text)
	}
	return list
}
