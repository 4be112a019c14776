// This file tells which helpers need no config, by name.

package catalog

import "slices"

// IsBuiltin reports whether a function, by the name that the config has for it, is
// a helper that needs no config.
func IsBuiltin(name string) bool {
	return slices.ContainsFunc(builtin, func(h Helper) bool { return h.Launch == name })
}
