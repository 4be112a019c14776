package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml/ast"

	"github.com/tetherlint/tether/internal/dates"
	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/rules"
)

// Read reads a config file, whose globs are relative to its directory. The
// error is of type [Errors].
func Read(file string) (*Config, error) {
	return read(file, filepath.Dir(file), ReadConfined)
}

// readNamed reads a file that was named, which may be anything, anywhere: a pipe too.
func readNamed(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxFile))
}

// ReadNamed reads a config file that was named on the command line. Its globs
// are relative to the root of the module that a file is in.
func ReadNamed(file string) (*Config, error) { return read(file, "", readNamed) }

func read(file, root string, open func(string) ([]byte, error)) (*Config, error) {
	src, err := open(file)
	if err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err // the name of the file is said already
		}
		return nil, Errors{{File: file, Message: err.Error()}}
	}
	return parse(file, root, src, open)
}

// Parse reads a config from src. Errors name it file; globs are relative to
// root, or to the module's root where root is empty. JSON is YAML too.
func Parse(file, root string, src []byte) (*Config, error) {
	return parse(file, root, src, ReadConfined)
}

// parse is Parse; open reads what the file extends.
func parse(file, root string, src []byte, open func(string) ([]byte, error)) (*Config, error) {
	c := &Config{Path: file, root: root, places: make(map[string]Place)}
	r := &schema{reader: reader{file: file}, config: c, open: open, chain: []string{file}}
	r.hash.WriteString(root)
	r.document(src)
	if len(r.errs) > 0 {
		r.errs.sort(file)
		return nil, r.errs
	}
	sum := sha256.Sum256(r.hash.Bytes())
	c.key = hex.EncodeToString(sum[:])
	p := lookupProfile(r.profile)
	p.apply(c)
	return c, nil
}

// document reads one file: that of the config, or one that it extends.
func (s *schema) document(src []byte) {
	fmt.Fprintf(&s.hash, "\x00%d\x00%s\x00%s", len(src), src, dates.PassedIn(src))
	if n := s.parse(src); n != nil {
		s.extends(n)
		s.top(n)
	}
}

// A schema knows the keys of .tether.yml and fills a Config.
type schema struct {
	reader
	config  *Config
	profile string // "" for the default
	open    func(file string) ([]byte, error)
	chain   []string     // the file that is read, after those that extend it
	hash    bytes.Buffer // all that decides what the config is
}

func (s *schema) top(n ast.Node) {
	c := s.config
	fields := map[string]field{
		"extends":   func(entry) {}, // has been read
		"version":   s.version,
		"profile":   func(e entry) { oneOf(&s.reader, e, &s.profile, Profiles()...) },
		"accept":    func(e entry) { oneOf(&s.reader, e, &c.Accept, Accepted()...) },
		"tests":     func(e entry) { s.boolean(e, &c.Tests) },
		"generated": func(e entry) { s.boolean(e, &c.Generated) },
		"helpers":   func(e entry) { c.Helpers = nil; s.list(e, s.helper) },
		"launchers": func(e entry) { c.Launchers = nil; s.list(e, s.launcher) },
		"resources": func(e entry) { c.Resources = nil; s.list(e, s.resource) },
		"rules":     s.rules,
		"exclude":   func(e entry) { c.Exclude = nil; s.list(e, s.exclude) },
	}
	for key, read := range fields {
		fields[key] = func(e entry) {
			c.places[key] = e.at
			read(e)
		}
	}
	s.mapping(n, "the config", fields)
}

func (s *schema) version(e entry) {
	if n, ok := e.value.(*ast.IntegerNode); !ok || n.GetToken().Value != "1" {
		s.fail(e.value, "version: this tether reads version 1, not %s", describe(e.value))
	}
}

func (s *schema) rules(e entry) {
	set := make(map[finding.Rule]Place)
	for _, e := range s.entries(e.value, "rules") {
		level, ok := s.level(e)
		rule, known := s.rule(e.key, e.at)
		before, twice := set[rule]
		switch {
		case !ok || !known:
		case twice: // by its id and by its full name, which YAML takes for two keys
			s.errorAt(e.at, "rules: %s is set in line %d already: keep only one", rule, before.Line)
		default:
			set[rule] = e.at
			s.config.places[string(rule)] = e.at
			s.set(rule, level)
		}
	}
}

// set gives a rule its level, in place of what an extended file says.
func (s *schema) set(rule finding.Rule, level Level) {
	delete(s.config.Off, rule)
	delete(s.config.Warn, rule)
	switch level {
	case LevelOff:
		s.config.Off = with(s.config.Off, rule)
	case LevelWarn:
		s.config.Warn = with(s.config.Warn, rule)
	}
}

// rule looks a rule up by its full name or its id.
func (s *schema) rule(name string, at Place) (finding.Rule, bool) {
	rule, ok := rules.Lookup(name)
	if !ok {
		hint := `"tether rules" lists them`
		if near := NearestRule(name); near != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		} else if list := rulesOf(name); len(list) > 0 {
			hint = fmt.Sprintf("it is an analyzer, whose rules are %s", strings.Join(list, ", "))
		}
		s.errorAt(at, "unknown rule %q: %s", name, hint)
	}
	return rule, ok
}

func (s *schema) exclude(n ast.Node) {
	x := Exclude{Place: s.place(n)}
	before := len(s.errs)
	s.mapping(n, "exclude", map[string]field{
		"path":   func(e entry) { x.Path = s.glob(e.key, e.value) },
		"callee": func(e entry) { s.function(e, &x.Callee) },
		"rules":  func(e entry) { s.list(e, func(n ast.Node) { s.excludedRule(n, &x) }) },
		"reason": func(e entry) { x.Reason, _ = s.text(e.key, e.value) },
		"until":  func(e entry) { x.Until = s.date(e) },
	})
	if len(s.errs) == before {
		if x.Callee == "" && x.Path == "" {
			s.errorAt(x.Place, "exclude: the entry needs one of callee, path")
		}
		s.require(x.Place, "exclude", "reason", x.Reason)
	}
	s.config.Exclude = append(s.config.Exclude, x)
}

// date reads the last day on which an entry counts.
func (s *schema) date(e entry) string {
	text := ""
	switch n := s.plain(e.value).(type) {
	case *ast.StringNode:
		text = n.Value
	default:
		text = n.GetToken().Value
	}
	if err := dates.Check(text); err != nil {
		s.fail(e.value, "%s: %v", e.key, err)
	}
	return text
}

func (s *schema) excludedRule(n ast.Node, x *Exclude) {
	if name, ok := s.text("rules", n); ok {
		if rule, ok := s.rule(name, s.place(n)); ok {
			x.Rules = append(x.Rules, rule)
		}
	}
}

// require notes that an entry lacks a key.
func (s *schema) require(at Place, what, key, value string) {
	if value == "" {
		s.errorAt(at, "%s: key %q is missing", what, key)
	}
}

// drive is how an absolute name starts on Windows, also where tether runs elsewhere.
var drive = regexp.MustCompile(`^[A-Za-z]:[/\\]`)

// glob reads a pattern for files, relative to the config's directory.
func (s *schema) glob(key string, n ast.Node) string {
	glob, ok := s.text(key, n)
	switch {
	case !ok:
		return ""
	case !doublestar.ValidatePattern(glob):
		s.fail(n, "%s: %q is not a glob: a bracket or brace is open", key, glob)
	case path.IsAbs(glob) || filepath.IsAbs(glob) || drive.MatchString(glob) || strings.HasPrefix(path.Clean(glob), ".."):
		s.fail(n, "%s: %q leaves the directory of the config: write a path below it", key, glob)
	case path.Base(glob) == "...":
		s.fail(n, "%s: %q is a pattern of the go command: write %q", key, glob, strings.TrimPrefix(strings.TrimSuffix(glob, "...")+"**", "./"))
	case strings.HasSuffix(glob, "/"):
		s.fail(n, "%s: %q matches no file: write %q", key, glob, glob+"**")
	case strings.Contains(glob, `\`):
		s.fail(n, `%s: %q has a backslash: separate with /`, key, glob)
	}
	return glob
}

func (s *schema) function(e entry, to *Func) {
	name, ok := s.text(e.key, e.value)
	if !ok {
		return
	}
	if _, err := ParseFunc(name); err != nil {
		s.fail(e.value, "%s: %v", e.key, err)
	}
	*to = Func(name)
}
