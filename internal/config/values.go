package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml "github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// FromValues reads plain values as strictly as a .tether.yml: maps, lists, text, numbers
// and booleans, under the keys that the file has. They have no positions, so that an
// error names the path of the key instead, which begins with place. Globs are relative
// to the root of the module that a file is in.
func FromValues(place string, values any) (*Config, error) {
	if values == nil {
		return Default(), nil
	}
	src, err := encode(values)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	c, err := Parse("", "", src)
	var faults Errors
	if errors.As(err, &faults) {
		return nil, byKey(place, faults, src)
	}
	return c, err
}

// encode writes the settings as JSON, which is YAML too.
func encode(values any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(textKeys(values))
	return out.Bytes(), err
}

// textKeys makes all keys strings, as JSON has them; in YAML a key may be a number.
func textKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, value := range v {
			m[key] = textKeys(value)
		}
		return m
	case map[any]any:
		m := make(map[string]any, len(v))
		for key, value := range v {
			m[fmt.Sprint(key)] = textKeys(value)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, value := range v {
			list[i] = textKeys(value)
		}
		return list
	}
	return v
}

// byKey says of each fault which key it is about, in place of the position in src.
func byKey(place string, faults Errors, src []byte) error {
	paths := make(map[Place]string)
	if file, err := parser.ParseBytes(src, 0); err == nil && len(file.Docs) > 0 {
		addPaths(paths, place, file.Docs[0].Body)
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		path, ok := paths[f.Place]
		if !ok {
			path = place
		}
		lines[i] = path + ": " + strings.TrimPrefix(f.Message, lastKey(place, path)+": ")
	}
	if len(lines) > 1 { // hosts put words of their own before the first
		lines = slices.Insert(lines, 0, fmt.Sprintf("%d faults", len(lines)))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// addPaths notes where in the source each value and key of n is, and its path.
func addPaths(paths map[Place]string, path string, n yaml.Node) {
	note := func(n yaml.Node, path string) {
		at := n.GetToken().Position
		paths[Place{Line: at.Line, Column: at.Column}] = path
	}
	note(n, path)
	switch n := n.(type) {
	case yaml.MapNode:
		for it := n.MapRange(); it.Next(); {
			below := path + "." + it.Key().GetToken().Value
			note(it.Key(), below)
			addPaths(paths, below, it.Value())
		}
	case *yaml.SequenceNode:
		for i, v := range n.Values {
			addPaths(paths, fmt.Sprintf("%s[%d]", path, i), v)
		}
	}
}

var keyAtEnd = regexp.MustCompile(`([^.\[\]]+)(\[\d+\])*$`)

// lastKey is the key with which messages about the value at a path begin.
func lastKey(place, path string) string {
	if path == place {
		return "the config"
	}
	return keyAtEnd.FindStringSubmatch(path)[1]
}
