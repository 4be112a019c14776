// This file has which functions of the standard library copy what they are given.

package catalog

import (
	"go/types"
	"strings"
)

// copying are functions whose result has nothing of what they are given but for copies of its
// elements.
var copying = map[string]bool{
	"io.ReadAll":     true,
	"slices.Clone":   true,
	"slices.Collect": true,
	"slices.Concat":  true,
	"slices.Repeat":  true,
	"slices.Sorted":  true,
	"maps.Clone":     true,
	"maps.Collect":   true,

	"slices.SortedFunc":         true,
	"slices.SortedStableFunc":   true,
	"encoding/json.Marshal":     true,
	"encoding/xml.Marshal":      true,
	"(*bytes.Buffer).ReadBytes": true,
	"(*bufio.Reader).ReadBytes": true,

	"encoding/json.MarshalIndent": true,
	"encoding/xml.MarshalIndent":  true,
}

// viewing are what the names of the functions of bytes begin with that give what they are given, or
// slices of it.
var viewing = []string{"Cut", "Fields", "Lines", "New", "Split", "Trim"}

// Copies reports whether the result of a function of the standard library has nothing of what that
// is given but for copies of its elements.
func Copies(fn *types.Func) bool {
	if fn.Pkg() == nil || fn.Pkg().Path() != "bytes" || fn.Signature().Recv() != nil {
		return copying[fn.FullName()]
	}
	for _, word := range viewing {
		if strings.HasPrefix(fn.Name(), word) {
			return false
		}
	}
	return true
}
