package changes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A repository's own config may name programs, and whoever analyses a repository has
// not agreed to run them. Of what git runs where it only looks at a working tree:
//
//   - a file system monitor, hooks, a pager: a setting each, below
//   - programs that show differences: flags of git diff
//   - filters, by attributes: each that the config has is set to nothing; settings by
//     environment take any name, where -c ends one at the first equals sign
//   - what fetches the objects that a partial clone lacks, by any transport: there is none

// Git runs git in dir, and nothing else: no program that the repository's config names.
func Git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	return git(ctx, dir, args...)
}

// git runs git in dir, and nothing else.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	filters, err := filterSettings(ctx, dir)
	if err != nil {
		return nil, err
	}
	return run(ctx, dir, append(filters,
		setting{"core.fsmonitor", "false"}, setting{"core.hooksPath", os.DevNull}, setting{"core.pager", "cat"}), args...)
}

// A setting is one of git's config.
type setting struct{ key, value string }

// filterSettings switch off all filters that the config has. To list it runs nothing.
func filterSettings(ctx context.Context, dir string) (list []setting, err error) {
	names, err := run(ctx, dir, nil, "config", "--includes", "--name-only", "--null", "--list")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(names), "\x00") {
		filter, ok := strings.CutPrefix(name, "filter.")
		end := strings.LastIndexByte(filter, '.')
		if !ok || end < 0 || !slices.Contains([]string{"clean", "smudge", "process", "required"}, filter[end+1:]) {
			continue
		}
		value := ""
		if filter[end+1:] == "required" {
			value = "false"
		}
		list = append(list, setting{name, value})
	}
	return list, nil
}

func run(ctx context.Context, dir string, settings []setting, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0")
	given, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	for i, s := range settings {
		cmd.Env = append(cmd.Env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", given+i, s.key), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", given+i, s.value))
	}
	cmd.Env = append(cmd.Env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", given+len(settings)))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if message := strings.TrimSpace(stderr.String()); err != nil && message != "" {
		err = errors.New(strings.TrimPrefix(message, "fatal: "))
		if strings.Contains(message, "transport") && strings.Contains(message, "not allowed") || strings.Contains(message, "lazy fetching disabled") {
			err = fmt.Errorf("%w: this clone lacks what it would have to fetch, which tether does not do: fetch it first", err)
		}
	}
	return out, err
}

// environ is the environment for git. A hook runs with variables that hold where it
// was started, but git is run in other directories too.
func environ() []string {
	env := os.Environ()
	abs := func(name string) (set bool) {
		value := os.Getenv(name)
		if value != "" && !filepath.IsAbs(value) {
			if value, err := filepath.Abs(value); err == nil {
				env = append(env, name+"="+value)
			}
		}
		return value != ""
	}
	abs("GIT_INDEX_FILE")
	tree := abs("GIT_WORK_TREE")
	if abs("GIT_DIR") && !tree { // then the working directory is the top
		if dir, err := os.Getwd(); err == nil {
			env = append(env, "GIT_WORK_TREE="+dir)
		}
	}
	return env
}
