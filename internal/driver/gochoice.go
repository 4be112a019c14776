package driver

import (
	"regexp"
	"strings"
)

// A goChoice is a way in which the go command cannot choose the Go to run as, told
// over several lines or without what to do about it.
type goChoice struct {
	told *regexp.Regexp
	say  string
}

var goChoices = []goChoice{
	// A go.mod or go.work newer than the only Go that may run.
	{regexp.MustCompile(`go: (\S+ (?:file )?requires go >= (\S+) \(running go \S+; GOTOOLCHAIN=\S+\))`),
		"$1: run with GOTOOLCHAIN=auto, or install Go $2"},
	// A module of a workspace newer than its go.work.
	{regexp.MustCompile(`go: (module \S+ listed in go\.work file requires go >= \S+, but go\.work lists go \S+);`),
		`$1: run "go work use" to update it`},
	// A Go that cannot be fetched; what the proxy said follows a colon.
	{regexp.MustCompile(`go: download (\S+?)(?: for \S+)?: (?:golang\.org/toolchain@\S+: )?([^\n]+)`),
		"the go command cannot fetch $1, which GOTOOLCHAIN or the go or toolchain line of go.mod or go.work asks for ($2): install it, or run with GOTOOLCHAIN=local to make do with the Go that is there"},
	// A toolchain line that names no Go.
	{regexp.MustCompile(`go: errors parsing \S+:\n(\S+:\d+: invalid (?:go|toolchain) version [^\n]+)`), "$1"},
	{regexp.MustCompile(`go: (invalid GOTOOLCHAIN "[^"\n]*")`),
		"$1: want auto, local, or the name of a release such as go1.27.0"},
	{regexp.MustCompile(`go: (cannot find "\S+" in PATH)`),
		"$1: GOTOOLCHAIN forbids to fetch it; install it, or run with GOTOOLCHAIN=auto"},
}

// explainToolchain says in one sentence why the go command found no Go to run as, if
// that is what a message of its is about.
func explainToolchain(message string) (string, bool) {
	for _, c := range goChoices {
		if m := c.told.FindStringSubmatchIndex(message); m != nil {
			return strings.TrimSpace(string(c.told.ExpandString(nil, c.say, message, m))), true
		}
	}
	return "", false
}
