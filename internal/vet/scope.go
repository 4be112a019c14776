package vet

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The go command keeps what a tool says of a package under one key, whether the
// package was named or is only imported by one that was (Go 1.26). In the second case
// the tool is told to report nothing, and so a later run that names the package is
// told that there is nothing to report. A run over all packages must not believe what
// a run over some has left: the version that we tell is another one there. Runs over
// some packages still share theirs with each other.
//
// Which packages a run names we are not told. The go command's own arguments say it.

// scope is "" for a run of go vet, or go fix, over a whole module or workspace, or one that
// cannot be told; otherwise it names what the run is over.
func scope(args []string, dir, work string) string {
	i := slices.IndexFunc(args[:min(len(args), 4)], func(arg string) bool { return arg == "vet" || arg == "fix" }) // after go, and perhaps -C dir
	if i < 1 {
		return ""
	}
	args = args[i+1:]
	whole := slices.Contains(args, "./...") && isFile(filepath.Join(dir, "go.mod"))
	switch {
	case slices.Contains(args, "work"), whole && work == "":
		return ""
	case whole: // of a module beside others, which it may import
		rel, err := filepath.Rel(filepath.Dir(work), dir)
		if err != nil {
			rel = dir
		}
		return "module " + filepath.ToSlash(rel)
	}
	return "some packages"
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// parentArgs are the arguments of the process that called us, or nil where there is no
// way to know them.
func parentArgs() []string {
	pid := os.Getppid()
	if line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil {
		return strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
	}
	line, err := exec.Command("ps", "-ww", "-o", "args=", "-p", fmt.Sprint(pid)).Output()
	if err != nil {
		return nil
	}
	return strings.Fields(string(line))
}
