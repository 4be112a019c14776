package config

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite schema.json")

type object = map[string]any

// values are the definitions of those types that are no structs.
func values() map[string]object {
	return map[string]object{
		"Func": {"type": "string", "pattern": `^(\(\*?[^()\[\]\s]+\)|[^()\[\]\s]+)\.[\p{L}_][\p{L}\p{Nd}_]*$`,
			"description": "pkg.Func, (*pkg.T).Method or (pkg.T).Method, with pkg the import path."},
		"Name":      {"type": "string", "pattern": `^[\p{L}_][\p{L}\p{Nd}_]*$`},
		"Index":     {"type": "integer", "minimum": 0},
		"Glob":      {"type": "string", "minLength": 1, "description": "Doublestar glob, relative to the directory of the config."},
		"Text":      {"type": "string", "minLength": 1},
		"RuleName":  {"enum": ruleNames()},
		"Switch":    {"enum": []any{"off", "warn", "error", "on", true, false}},
		"Date":      {"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`},
		"OneOrMore": {"oneOf": []object{{"type": "string"}, {"type": "array", "items": object{"type": "string"}, "minItems": 1}}},
	}
}

// A generator turns Go types into a JSON Schema.
type generator struct{ defs map[string]object }

func (g *generator) ref(t reflect.Type, def func() object) object {
	if _, ok := g.defs[t.Name()]; !ok {
		g.defs[t.Name()] = nil
		g.defs[t.Name()] = def()
	}
	return object{"$ref": "#/$defs/" + t.Name()}
}

func (g *generator) typ(t reflect.Type) object {
	if v, ok := values()[t.Name()]; ok {
		return g.ref(t, func() object { return v })
	}
	switch t.Kind() {
	case reflect.Struct:
		return g.ref(t, func() object { return g.object(t) })
	case reflect.Slice: // a key without entries is null
		return object{"type": []string{"array", "null"}, "items": g.typ(t.Elem())}
	case reflect.Map:
		return object{"type": []string{"object", "null"}, "propertyNames": g.typ(t.Key()), "additionalProperties": g.typ(t.Elem())}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	}
	return object{"type": "string"}
}

func (g *generator) object(t reflect.Type) object {
	properties := object{}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	for f := range fields(t) {
		kind, forms := "oneOf", f.Tag.Get("oneOf")
		if any := f.Tag.Get("anyOf"); any != "" {
			kind, forms = "anyOf", any
		}
		if forms != "" {
			var list []object
			for form := range strings.SplitSeq(forms, ";") {
				list = append(list, object{"required": strings.Split(form, ",")})
			}
			out[kind] = list
			continue
		}
		properties[f.Tag.Get("json")] = g.field(f)
	}
	return out
}

func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

func (g *generator) field(f reflect.StructField) object {
	p := g.typ(f.Type)
	if words := f.Tag.Get("enum"); words != "" {
		p = object{"enum": strings.Split(words, ",")}
	}
	if c := f.Tag.Get("const"); c != "" {
		p = object{"const": json.RawMessage(c)}
	}
	if d, ok := f.Tag.Lookup("default"); ok {
		p["default"] = d
		if json.Valid([]byte(d)) {
			p["default"] = json.RawMessage(d)
		}
	}
	p["description"] = f.Tag.Get("doc")
	return p
}

func generate(t *testing.T) string {
	g := &generator{make(map[string]object)}
	top := g.object(reflect.TypeFor[File]())
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = FileName
	top["description"] = "Settings of tether, the linter that ties every goroutine and every open handle to an owner."
	top["type"] = []string{"object", "null"} // an empty file
	top["$defs"] = g.defs
	out, err := json.MarshalIndent(top, "", "  ")
	require.NoError(t, err)
	return string(out) + "\n"
}

// The schema is the one that the types say; -update writes it.
func TestSchemaGenerated(t *testing.T) {
	got := generate(t)
	if *update {
		require.NoError(t, os.WriteFile("schema.json", []byte(got), 0o666))
		return
	}
	assert.Equal(t, got, Schema, "run go test ./internal/config -update")
}

// What the schema accepts and refuses is what the reader does, as far as a schema can say.
func TestSchemaValidates(t *testing.T) {
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema))
	require.NoError(t, err)
	require.NoError(t, c.AddResource("schema.json", doc))
	schema, err := c.Compile("schema.json")
	require.NoError(t, err)
	for src, valid := range map[string]bool{
		`null`: true,
		`{"version": 1, "profile": "leaks", "accept": "bound", "tests": true, "rules": {"undeferred": "off", "unclosed/leak": true}}`:    true,
		`{"helpers": [{"launch": "a/b.Go", "call": "b.Go(func())", "fn": 1, "scope": ["x/**"]}, {"start": "(*a.T).S", "done": "Done"}]}`: true,
		`{"resources": [{"open": "a.Open", "release": ["Close", "Stop"]}, {"ignore": "a.Get"}], "launchers": [{"call": "a.Every"}]}`:     true,
		`{"exclude": [{"path": "x/**", "reason": "r", "rules": ["raw-go"]}], "helpers": null}`:                                           true,
		`{"acept": "bound"}`:                                 false,
		`{"version": 2}`:                                     false,
		`{"accept": "detached"}`:                             false,
		`{"rules": {"rawgo": "off"}}`:                        false,
		`{"rules": {"raw-go": "of"}}`:                        false,
		`{"helpers": [{"launch": "a.Go", "deny": "a.B"}]}`:   false,
		`{"helpers": [{"start": "a.Go"}]}`:                   false,
		`{"helpers": [{"launch": "Go"}]}`:                    false,
		`{"exclude": [{"path": "x/**"}]}`:                    false,
		`{"resources": [{"open": "a.Open", "release": []}]}`: false,
		`{"launchers": [{"call": "a.Every", "handle": -1}]}`: false,
	} {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(src))
		require.NoError(t, err)
		assert.Equal(t, valid, schema.Validate(instance) == nil, src)
		_, err = Parse("x.yml", "/", []byte(src))
		assert.Equal(t, valid, err == nil, src)
	}
}
