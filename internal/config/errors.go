package config

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// An Error is one fault of a config file.
type Error struct {
	File    string // as it was given to Read
	Place          // zero when the file could not be read at all
	Message string // what is wrong and what to write instead
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all faults of a config file, in the file's order.
type Errors []*Error

func (list Errors) Error() string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// RelativeTo names the file relative to dir, where it is below dir.
func (list Errors) RelativeTo(dir string) Errors {
	out := make(Errors, len(list))
	for i, e := range list {
		c := *e
		if rel, err := filepath.Rel(dir, e.File); err == nil && filepath.IsLocal(rel) {
			c.File = rel
		}
		out[i] = &c
	}
	return out
}

// sort puts the errors in the order of their places, those of the config itself
// first and then those of what it extends.
func (list Errors) sort(first string) {
	other := func(e *Error) int {
		if e.File == first {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(other(a), other(b)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
