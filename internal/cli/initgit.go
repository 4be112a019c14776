package cli

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/tetherlint/tether/internal/changes"
)

// mainBranch is the branch that a repository's workflows are for: the one that its origin
// has checked out, as a clone notes it, else the one that is checked out here.
func mainBranch(ctx context.Context, dir string) string {
	if name, ok := strings.CutPrefix(symbolicRef(ctx, dir, "refs/remotes/origin/HEAD"), "refs/remotes/origin/"); ok {
		return name
	}
	if name, ok := strings.CutPrefix(symbolicRef(ctx, dir, "HEAD"), "refs/heads/"); ok {
		return name
	}
	return "main"
}

// symbolicRef is what a name stands for in git; "" for nothing, also outside of a
// repository.
func symbolicRef(ctx context.Context, dir, name string) string {
	out, err := changes.Git(ctx, dir, "symbolic-ref", "--quiet", name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// warnIgnored says that a clone has no go.mod, where git ignores it: there is nothing that
// a workflow could analyse then.
func (env *Env) warnIgnored(ctx context.Context, dir string) {
	if _, err := changes.Git(ctx, dir, "check-ignore", "--quiet", "go.mod"); err == nil {
		fmt.Fprintln(env.Stderr, "go.mod is ignored by git, so that a clone has none: let the workflow make it before tether runs")
	}
}

var plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._/-]*$`)

// yamlWord is a string in a list of YAML.
func yamlWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
