package cli

import (
	"context"
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

var plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._/-]*$`)

// yamlWord is a string in a list of YAML.
func yamlWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
