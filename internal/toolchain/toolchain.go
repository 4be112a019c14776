// Package toolchain compares the Go that this program was built with to the Go that
// code needs, and says in one sentence what to do where the program is the older.
//
// The type checker is part of what tether is built from. It refuses code of a later
// language version, and each host shows that refusal in its own way, or not at all:
// go vet prints a line for each package of the standard library, and no reason. So
// each way into tether asks here first.
package toolchain

import (
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"
)

// command is what is installed.
const command = "github.com/tetherlint/tether/cmd/tether"

// pretended stands for the Go that this program was built with, in tests.
var pretended string

// Pretend makes a program of a test believe that it was built with another Go.
func Pretend(release string) { pretended = release }

// Built is the Go release that this program was built with, such as go1.26.8.
func Built() string {
	if pretended != "" {
		return pretended
	}
	return release(runtime.Version())
}

// release finds the release in what a toolchain calls itself: a development version
// has words before it, and experiments stand behind it.
func release(name string) string {
	for field := range strings.FieldsSeq(name) {
		if strings.HasPrefix(field, "go1") {
			return field
		}
	}
	return name
}

// language is the language version of a release, of a go line or of what a host says:
// go1.27 of "1.27", "go1.27.3" and "devel go1.27-abcdef". It is "" where there is none.
func language(v string) string {
	v = release(v)
	if v != "" && !strings.HasPrefix(v, "go") {
		v = "go" + v
	}
	return version.Lang(v)
}

// TooOld reports whether this program was built with a Go that does not know the
// language of Go version v. What is no version is nothing to be too old for.
func TooOld(v string) bool {
	need, have := language(v), language(Built())
	return need != "" && have != "" && version.Compare(need, have) > 0
}

// An Error says that this program was built with too old a Go.
type Error struct {
	What    string // what needs the newer one, such as "the module"
	Version string // which, in any form

	// Remedy is what to do about it in a host that has tether in it, with RELEASE for
	// the Go release to use; "" for tether itself.
	Remedy string
}

func (e *Error) Error() string {
	need, remedy := language(e.Version), e.Remedy
	if remedy == "" {
		remedy = fmt.Sprintf(`rebuild it with "GOTOOLCHAIN=goRELEASE go install %s@%s", `+
			`or let the module's own Go build it: "go get -tool %[1]s", then "go tool tether"`, command, installable())
	}
	remedy = strings.ReplaceAll(remedy, "RELEASE", strings.TrimPrefix(need, "go")+".0")
	return fmt.Sprintf("tether was built with %s, and %s needs %s: %s", Built(), e.What, need, remedy)
}

// installable is the version of this program that can be asked for by name.
func installable() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" && !strings.Contains(info.Main.Version, "+") {
		return info.Main.Version
	}
	return "latest"
}

// Check returns an *Error if this program is too old for what needs Go version v.
func Check(what, v string) error {
	if TooOld(v) {
		return &Error{What: what, Version: v}
	}
	return nil
}

// refusal is what the type checker says of code that is too new for it.
var refusal = regexp.MustCompile(`^(package|file) requires newer Go version (\S+) \(application built with \S+\)$`)

// Refused returns the *Error that a message of the type checker stands for, or nil.
func Refused(message string) error {
	if m := refusal.FindStringSubmatch(message); m != nil {
		return &Error{What: "this " + m[1], Version: m[2]}
	}
	return nil
}

// CheckModule returns an *Error if the module or workspace around dir needs a newer
// Go than this program was built with. gowork is the value of GOWORK. What cannot be
// read is for the go command to complain about.
func CheckModule(dir, gowork string) error {
	if gowork == "" {
		gowork = above(dir, "go.work")
	}
	if gowork != "" && gowork != "off" {
		if data, err := os.ReadFile(gowork); err == nil {
			if work, err := modfile.ParseWork(gowork, data, nil); err == nil && work.Go != nil {
				return Check("the workspace", work.Go.Version)
			}
		}
	}
	file := above(dir, "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	mod, err := modfile.ParseLax(file, data, nil)
	if err != nil || mod.Go == nil {
		return nil
	}
	return Check("the module", mod.Go.Version)
}

// above is the nearest file of a name in dir or a directory above it, or "".
func above(dir, name string) string {
	for {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
