package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// A profile is the settings to start from.
type profile struct {
	name   string
	accept finding.Class
	claims bool // policies are off
}

// profiles are all of them, the default first. Which rules one switches off is said on
// the rules' pages.
var profiles = []profile{
	{name: "strict", accept: finding.Tracked},
	{name: "leaks", accept: finding.Bound},
	{name: "claims", accept: finding.Tracked, claims: true},
}

// Profiles are the names of the profiles, the default first.
func Profiles() []string {
	names := make([]string, len(profiles))
	for i := range profiles {
		names[i] = profiles[i].name
	}
	return names
}

// Accepted are the classes that raw-go may let pass, the default first.
func Accepted() []finding.Class {
	return []finding.Class{finding.Tracked, finding.Joined, finding.Bound}
}

// lookupProfile finds a profile by its name; "" is the default.
func lookupProfile(name string) profile {
	for _, p := range profiles {
		if p.name == name {
			return p
		}
	}
	return profiles[0]
}

// enables reports whether a rule is on where nothing else is said of it.
func (p *profile) enables(r *rules.Rule) bool {
	return r.Default && !slices.Contains(r.Off, p.name) && !(p.claims && r.Kind == rules.Policy)
}

// apply fills in what the file leaves open.
func (p *profile) apply(c *Config) {
	c.profile, c.OnlyClaims = p.name, p.claims
	if !c.says("accept") {
		c.Accept = p.accept
	}
	var off, warn map[finding.Rule]bool
	for _, r := range rules.All() {
		on, warns := p.enables(&r), r.Severity == rules.Warning
		if c.says(string(r.Name)) {
			on, warns = !c.Off[r.Name], c.Warn[r.Name]
		}
		switch {
		case !on:
			off = with(off, r.Name)
		case warns:
			warn = with(warn, r.Name)
		}
	}
	c.Off, c.Warn = off, warn
}

// with adds a rule to a set, nil if there is none in it.
func with(set map[finding.Rule]bool, rule finding.Rule) map[finding.Rule]bool {
	if set == nil {
		set = make(map[finding.Rule]bool)
	}
	set[rule] = true
	return set
}

// says reports whether the file has a key, or says something of a rule.
func (c *Config) says(key string) bool {
	_, ok := c.places[key]
	return ok
}

// forget makes a key one that the file does not have.
func (c *Config) forget(key string) {
	c.places = maps.Clone(c.places)
	delete(c.places, key)
}

// An Override is what flags say instead of the file; what is empty leaves it to that.
type Override struct {
	Profile   string        // in place of the file's: what else the file says wins over it still
	Over      bool          // the profile wins over the file's accept, too
	Accept    finding.Class // in place of the file's and the profile's
	Tests     string        // "true" or "false"
	Generated string        // likewise
	Helpers   []Helper      // besides those of the file

	// Rules are asked for by name: of these those are on that are off only since nobody
	// asks for them, not those that the file or its profile turns off.
	Rules []finding.Rule

	// Absent are functions that helpers of the file name, and that their packages do not
	// have: nobody is advised to call them, and no fix does.
	Absent []Func
}

// With returns the config with what flags say.
func (c *Config) With(o Override) *Config {
	if o.Profile+string(o.Accept)+o.Tests+o.Generated == "" && len(o.Helpers)+len(o.Rules)+len(o.Absent) == 0 {
		return c
	}
	changed := *c
	if o.Profile != "" {
		p := lookupProfile(o.Profile)
		if o.Over {
			changed.forget("accept")
		}
		p.apply(&changed)
	}
	if o.Accept != "" {
		changed.forget("accept")
		changed.Accept = o.Accept
	}
	if o.Tests != "" {
		changed.Tests = o.Tests == "true"
	}
	if o.Generated != "" {
		changed.Generated = o.Generated == "true"
	}
	changed.Helpers = slices.DeleteFunc(slices.Concat(c.Helpers, o.Helpers), func(h Helper) bool {
		return h.Deny == "" && slices.Contains(o.Absent, h.Name())
	})
	changed.askFor(o.Rules)
	return &changed
}

// askFor turns on those of some rules that are off by default and that the file does not
// speak of.
func (c *Config) askFor(names []finding.Rule) {
	off := maps.Clone(c.Off)
	for _, name := range names {
		if r := rules.Of(name); !r.Default && !c.says(string(name)) {
			delete(off, name)
		}
	}
	c.Off = off
}

// Over returns the config with what another says: a key of that one wins, as a rule that
// it names does, its profile wins over the accept of this one too, and the entries of its
// lists come before those of this one.
func (c *Config) Over(base *Config) *Config {
	both := *base
	both.places = maps.Clone(base.places)
	if both.places == nil {
		both.places = make(map[string]Place)
	}
	if c.says("profile") {
		both.forget("accept")
	}
	both.Off, both.Warn = maps.Clone(base.Off), maps.Clone(base.Warn)
	for key, at := range c.places {
		both.places[key] = at
		switch rule := finding.Rule(key); {
		case key == "accept":
			both.Accept = c.Accept
		case key == "tests":
			both.Tests = c.Tests
		case key == "generated":
			both.Generated = c.Generated
		case strings.Contains(key, "/"):
			both.Off, both.Warn = set(both.Off, rule, c.Off[rule]), set(both.Warn, rule, c.Warn[rule])
		}
	}
	both.Helpers = slices.Concat(c.Helpers, base.Helpers)
	both.Launchers = slices.Concat(c.Launchers, base.Launchers)
	both.Resources = slices.Concat(c.Resources, base.Resources)
	both.Exclude = slices.Concat(c.Exclude, base.Exclude)
	both.key = c.key + " over " + base.key
	p := lookupProfile(base.profile)
	if c.says("profile") {
		p = lookupProfile(c.profile)
	}
	p.apply(&both)
	return &both
}

// set puts a rule into a set, or takes it out.
func set(of map[finding.Rule]bool, rule finding.Rule, in bool) map[finding.Rule]bool {
	if in {
		return with(of, rule)
	}
	delete(of, rule)
	return of
}

// SetProfile reads the value of a flag.
func (o *Override) SetProfile(name string) error {
	return choose(name, &o.Profile, Profiles())
}

// SetAccept reads the value of a flag.
func (o *Override) SetAccept(class string) error {
	return choose(class, &o.Accept, Accepted())
}

func choose[T ~string](word string, to *T, words []T) error {
	if !slices.Contains(words, T(word)) {
		hint := ""
		if near := Nearest(word, texts(words)); near != "" {
			hint = fmt.Sprintf(" (did you mean %s?)", near)
		}
		return fmt.Errorf("want %s%s", either(texts(words)), hint)
	}
	*to = T(word)
	return nil
}
