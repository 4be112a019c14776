package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tetherlint/tether/internal/changes"
)

// A Commit is one of the repository's.
type Commit struct {
	Hash    string
	Date    time.Time // of the commit, which is what history is ordered by
	Subject string
}

// Short is the commit's hash as people write it.
func (c Commit) Short() string { return c.Hash[:min(len(c.Hash), 10)] }

// Commits are the last n commits that changed Go files below dir, of those that the
// first parents lead to, the oldest first.
func Commits(ctx context.Context, dir string, n int) (list []Commit, err error) {
	out, err := changes.Git(ctx, dir, "log", "--first-parent", "--no-show-signature", fmt.Sprintf("--max-count=%d", n), "--format=%H%x1f%cI%x1f%s%x1e", "HEAD", "--", "*.go")
	if err != nil {
		return nil, err
	}
	for record := range strings.SplitSeq(string(out), "\x1e") {
		fields := strings.SplitN(strings.TrimLeft(record, "\n"), "\x1f", 3)
		if len(fields) != 3 {
			continue
		}
		date, err := time.Parse(time.RFC3339, fields[1])
		if err != nil {
			return nil, fmt.Errorf("git log: %w", err)
		}
		list = append(list, Commit{fields[0], date.UTC(), strings.TrimSpace(fields[2])})
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b Commit) int { return a.Date.Compare(b.Date) })
	return list, nil
}

// Head is the commit that is checked out, in short, and whether what lies in dir is
// what it has: no Go file, module file or config below dir differs.
func Head(ctx context.Context, dir string) (hash string, clean bool) {
	out, err := changes.Git(ctx, dir, "rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return "", false
	}
	hash = strings.TrimSpace(string(out))
	status, err := changes.Git(ctx, dir, "status", "--porcelain", "--untracked-files=all", "--", "*.go", "*go.mod", "*go.work", "*.tether.yml")
	return hash, err == nil && len(status) == 0
}

// A Tree is a place at which commits are checked out, one after the other, each in a
// worktree of its own. The place stays the same, so that what one commit has in common
// with the next is analysed once.
type Tree struct {
	repo string // directory in the repository
	rel  string // of it, from the repository's root
	base string // temporary directory
	path string // the worktree, below base
}

// NewTree makes the place for the commits of the repository that dir is in.
func NewTree(ctx context.Context, dir string) (*Tree, error) {
	prefix, err := changes.Git(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	base, err := os.MkdirTemp("", "tether-history-")
	if err == nil {
		base, err = filepath.EvalSymlinks(base)
	}
	if err != nil {
		return nil, err
	}
	return &Tree{dir, filepath.FromSlash(strings.TrimSpace(string(prefix))), base, filepath.Join(base, "tree")}, nil
}

// At calls do in the directory of the commit that the tree was made for. The worktree
// is gone when At returns, whatever happens, and also when ctx ends.
func (t *Tree) At(ctx context.Context, c Commit, do func(dir string) error) (err error) {
	defer func() { err = errors.Join(err, t.remove(context.WithoutCancel(ctx))) }()
	if _, err := changes.Git(ctx, t.repo, "-c", "core.sparseCheckout=false", "-c", "submodule.recurse=false", "worktree", "add", "--quiet", "--detach", "--force", t.path, c.Hash); err != nil {
		return err
	}
	dir := filepath.Join(t.path, t.rel)
	if _, err := os.Stat(dir); err != nil {
		return fmt.Errorf("there was no %s yet", filepath.ToSlash(filepath.Clean(t.rel)))
	}
	return do(dir)
}

// remove removes the worktree, and what the repository knows of it. git does both, but
// for what it could not finish.
func (t *Tree) remove(ctx context.Context) error {
	_, gitErr := changes.Git(ctx, t.repo, "worktree", "remove", "--force", t.path)
	if err := os.RemoveAll(t.path); err != nil {
		return err
	}
	if gitErr == nil {
		return nil
	}
	out, err := changes.Git(ctx, t.repo, "rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return err
	}
	entries, err := filepath.Glob(filepath.Join(strings.TrimRight(string(out), "\r\n"), "worktrees", "*", "gitdir"))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		at, err := os.ReadFile(entry)
		if err == nil && strings.TrimSpace(string(at)) == filepath.Join(t.path, ".git") {
			return os.RemoveAll(filepath.Dir(entry))
		}
	}
	return nil
}

// Close removes the place.
func (t *Tree) Close() error { return os.RemoveAll(t.base) }
