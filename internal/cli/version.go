package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/tetherlint/tether/internal/toolchain"
)

// runVersion says what this program is and was built with, and warns where the module
// at hand is too new for it.
func runVersion(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) > 0 {
		return 0, usagef("version: takes no arguments")
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	if _, err := fmt.Fprintf(env.Stdout, "tether %s (%s)\n", versionOf(info), strings.Join(builtFrom(info), ", ")); err != nil {
		return 0, err
	}
	if err := toolchain.CheckModule(env.Dir, env.Getenv("GOWORK")); err != nil {
		fmt.Fprintln(env.Stderr, "warning:", err)
	}
	return ExitOK, nil
}

// version is what this tether was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// builtFrom is what else the build's own information says: the commit where it is
// known, the Go release, what the analysis depends on most, and the platform.
func builtFrom(info *debug.BuildInfo) (list []string) {
	settings := make(map[string]string)
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if commit := settings["vcs.revision"]; commit != "" {
		commit = "commit " + commit[:min(len(commit), 12)]
		if settings["vcs.modified"] == "true" {
			commit += " with changes"
		}
		list = append(list, commit)
	}
	list = append(list, toolchain.Built())
	for _, m := range info.Deps {
		if m.Path == "golang.org/x/tools" {
			list = append(list, "x/tools "+m.Version)
		}
	}
	return append(list, runtime.GOOS+"/"+runtime.GOARCH)
}
