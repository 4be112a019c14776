// This file has what is there for logs, by what it is called: many a program has a package of its own.

package catalog

import (
	"go/types"
	"regexp"
)

// logging are the names of packages for logs, and of those that bring a logger along in a context.
// loggers are how loggers are called, of whatever package.
var (
	logging = regexp.MustCompile(`^(logs?|log(r|rus|ger|ging|util)|[acdfgklsvxz]log|hclog|tflog|ctxlog|zerolog|zap|ctxzap|zapctx|slogutil)$`)
	loggers = regexp.MustCompile(`Logger$|^Log$`)
)

// ForLogs reports whether a package is called as those are that are there for logs.
func ForLogs(pkg *types.Package) bool {
	return pkg != nil && logging.MatchString(pkg.Name())
}

// IsLogger reports whether a type, of whatever package, is called as loggers are.
func IsLogger(named *types.TypeName) bool {
	return named != nil && loggers.MatchString(named.Name())
}
