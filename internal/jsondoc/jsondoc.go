// Package jsondoc holds the types of JSON output against the page that documents them, for
// tests.
package jsondoc

import (
	"reflect"
	"strings"
)

// Missing returns the keys of the values' types, and of what is in them, that a page does not
// have as code.
func Missing(page string, values ...any) (missing []string) {
	for _, v := range values {
		for _, key := range keysOf(reflect.TypeOf(v), nil) {
			if !strings.Contains(page, "`"+key+"`") {
				missing = append(missing, key)
			}
		}
	}
	return missing
}

func keysOf(t reflect.Type, list []string) []string {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		return keysOf(t.Elem(), list)
	case reflect.Struct:
		for f := range t.Fields() {
			if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" {
				list = append(list, key)
			}
			list = keysOf(f.Type, list)
		}
	}
	return list
}
