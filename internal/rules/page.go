package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	requirement = regexp.MustCompile(`^AC-[1-9]$`)
	version     = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)
)

// parse reads a page: a head of lines "key: value" between two lines "---", and the
// documentation below. The head looks like YAML, and what is read of that is this.
func (r *Rule) parse(text string) error {
	rest, ok := strings.CutPrefix(text, "---\n")
	head, doc, closed := strings.Cut(rest, "\n---\n")
	if !ok || !closed {
		return errors.New(`no head between two lines "---"`)
	}
	r.Doc = strings.TrimLeft(doc, "\n")
	seen := make(map[string]bool)
	for line := range strings.Lines(head + "\n") {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok || seen[key] {
			return fmt.Errorf("%q is not one more \"key: value\"", line)
		}
		seen[key] = true
		if err := r.set(key, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	for _, key := range []string{"title", "kind", "scope", "severity", "default", "since", "order"} {
		if !seen[key] {
			return fmt.Errorf("%s is missing", key)
		}
	}
	return nil
}

// set reads one key of the head.
func (r *Rule) set(key, value string) (err error) {
	switch key {
	case "title":
		r.Title = value
	case "kind":
		err = oneOf(key, value, &r.Kind, Policy, Claim)
	case "requirement":
		r.Requirement, err = value, matches(key, value, requirement)
	case "scope":
		err = oneOf(key, value, &r.Scope, Line, Function)
	case "severity":
		err = oneOf(key, value, &r.Severity, Error, Warning)
	case "default":
		r.Default = value == "on"
		err = oneOf(key, value, new(string), "on", "off")
	case "off":
		r.Off = strings.Split(value, ", ")
	case "since":
		r.Since, err = value, matches(key, value, version)
	case "order":
		r.Order, err = strconv.Atoi(value)
	case "options":
		r.Options = value
	default:
		err = fmt.Errorf("unknown key %q", key)
	}
	return err
}

func oneOf[T ~string](key, value string, to *T, words ...T) error {
	*to = T(value)
	if !slices.Contains(words, *to) {
		return fmt.Errorf("%s: want one of %v, not %q", key, words, value)
	}
	return nil
}

func matches(key, value string, pattern *regexp.Regexp) error {
	if !pattern.MatchString(value) {
		return fmt.Errorf("%s: %q does not match %s", key, value, pattern)
	}
	return nil
}
