package config

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// A Line is one line of the effective settings: YAML, and where its value comes
// from, "" for one that only opens a section.
type Line struct{ Text, From string }

// Effective returns the settings as a .tether.yml that says all of them, each
// with its origin: a place in the file, the profile, or tether's default. file
// names the config in these.
func (c *Config) Effective(file string) []Line {
	e := &effective{config: c, file: file}
	e.add("version: 1", "")
	p := lookupProfile(c.profile)
	e.add("profile: "+p.name, e.origin("profile", false))
	e.add("accept: "+string(c.Accept), e.origin("accept", p.accept != profiles[0].accept))
	e.add(fmt.Sprintf("tests: %t", c.Tests), e.origin("tests", false))
	e.add(fmt.Sprintf("generated: %t", c.Generated), e.origin("generated", false))
	e.add("rules:", "")
	for _, r := range rules.All() {
		value := string(LevelError)
		switch {
		case !c.Enabled(r.Name):
			value = string(LevelOff)
		case c.Warns(r.Name):
			value = string(LevelWarn)
		}
		e.add("  "+string(r.Name)+": "+value, e.origin(string(r.Name), value == "off" && r.Default))
	}
	e.helpers()
	e.others()
	return e.lines
}

// OffBy is what turns a rule off, in the words of [Config.Effective], or "" where it is on.
func (c *Config) OffBy(rule finding.Rule, file string) string {
	if c.Enabled(rule) {
		return ""
	}
	e := &effective{config: c, file: file}
	return e.origin(string(rule), rules.Of(rule).Default)
}

type effective struct {
	config *Config
	file   string
	lines  []Line
}

func (e *effective) add(text, from string) { e.lines = append(e.lines, Line{text, from}) }

func (e *effective) at(p Place) string {
	file := e.file
	if p.File != "" {
		file = p.File
		if rel, err := filepath.Rel(filepath.Dir(e.config.Path), p.File); err == nil {
			file = filepath.Join(filepath.Dir(e.file), rel)
		}
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Column)
}

// origin is where the value of a key comes from; byProfile says that the profile
// sets it where the file does not.
func (e *effective) origin(key string, byProfile bool) string {
	if p, ok := e.config.places[key]; ok {
		return e.at(p)
	}
	if byProfile {
		return "profile " + e.config.profile
	}
	return "default"
}

// entry adds an entry of a list: the keys that have a value, in their order.
func (e *effective) entry(at Place, pairs ...any) {
	start, from := "  - ", e.at(at)
	for i := 0; i < len(pairs); i += 2 {
		value := flow(pairs[i+1])
		if value == "" {
			continue
		}
		e.add(start+pairs[i].(string)+": "+value, from)
		start, from = "    ", ""
	}
}

// flow is a value on one line, "" for none.
func flow(v any) string {
	switch v := v.(type) {
	case bool:
		if !v {
			return ""
		}
	case []string:
		if len(v) == 0 {
			return ""
		}
	case string:
		if v == "" {
			return ""
		}
	}
	out, err := yaml.MarshalWithOptions(v, yaml.Flow(true))
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(string(out))
}

func (e *effective) helpers() {
	if len(e.config.Helpers) > 0 {
		e.add("helpers:", "")
	}
	for _, h := range e.config.Helpers {
		fn := any("")
		if h.Fn >= 0 {
			fn = h.Fn
		}
		e.entry(h.Place, "launch", string(h.Launch), "start", string(h.Start), "deny", string(h.Deny), "call", h.Call,
			"done", h.Done, "wait", h.Wait, "fn", fn, "refuses", h.Refuses, "scope", h.Scope)
	}
}

func (e *effective) others() {
	c := e.config
	if len(c.Launchers) > 0 {
		e.add("launchers:", "")
	}
	for _, l := range c.Launchers {
		e.entry(l.Place, "call", string(l.Call), "handle", l.Handle)
	}
	if len(c.Resources) > 0 {
		e.add("resources:", "")
	}
	for _, r := range c.Resources {
		if r.Ignore != "" {
			e.entry(r.Place, "ignore", string(r.Ignore))
			continue
		}
		e.entry(r.Place, "open", string(r.Open), "release", r.Release, "result", r.Result, "field", r.Field, "kind", string(r.Kind))
	}
	if len(c.Exclude) > 0 {
		e.add("exclude:", "")
	}
	for _, x := range c.Exclude {
		var rules []string
		for _, r := range x.Rules {
			rules = append(rules, string(r))
		}
		e.entry(x.Place, "path", x.Path, "callee", string(x.Callee), "rules", rules, "until", x.Until, "reason", x.Reason)
	}
}
