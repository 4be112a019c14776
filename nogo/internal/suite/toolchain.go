package suite

import (
	"os"
	"strings"

	"github.com/tetherlint/tether/internal/toolchain"
)

// tooOld returns why a nogo built with this Go cannot check the code that it is called
// for, or nil; also where the arguments are not nogo's.
func tooOld(args []string) error {
	for _, arg := range args { // rules_go gives all of them in a file
		if file, ok := strings.CutPrefix(arg, "-param="); ok {
			if data, err := os.ReadFile(file); err == nil {
				args = append(args[:len(args):len(args)], strings.Split(string(data), "\n")...)
			}
		}
	}
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "-go_version="); ok {
			return check(value)
		}
		if arg == "-go_version" && i+1 < len(args) {
			return check(args[i+1])
		}
	}
	return nil
}

func check(version string) error {
	if !toolchain.TooOld(version) {
		return nil
	}
	return &toolchain.Error{
		What:    "code built with Go " + version,
		Version: version,
		Remedy:  `build nogo with it too, by go_sdk.download(version = "RELEASE") in MODULE.bazel`,
	}
}
