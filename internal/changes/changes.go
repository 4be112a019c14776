// Package changes knows which lines of a working tree differ from a revision.
package changes

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// Changes are the lines that differ.
type Changes struct {
	root  string          // of the repository, links resolved
	files map[string]file // by the name relative to root, with slashes
}

// A file is what differs in one file.
type file struct {
	whole   bool     // all of it is new
	changed [][2]int // stretches of lines that are new or other, both ends included
	deleted []int    // lines after which some were deleted
}

// Since returns what differs between revision rev and the working tree in the
// repository that dir is in: committed since, staged or not. Files that git does
// not know count as new, unless they are ignored. Lines of a file that was
// renamed count where they differ.
func Since(ctx context.Context, dir, rev string) (*Changes, error) {
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	c := &Changes{root: strings.TrimRight(string(top), "\r\n"), files: make(map[string]file)}
	if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}"); err != nil {
		return nil, fmt.Errorf("%q is not a revision of this repository; a shallow clone may lack it", rev)
	}
	// Nothing that a user may have configured must change the form of the output.
	// With --text a file counts that attributes call binary, and so without lines.
	out, err := git(ctx, c.root, "-c", "core.quotePath=true", "diff", "--text", "--unified=0", "--find-renames", "--no-color", "--no-ext-diff",
		"--no-textconv", "--no-relative", "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/", "--end-of-options", rev, "--", "*.go")
	if err != nil {
		return nil, err
	}
	if err := c.read(out); err != nil {
		return nil, fmt.Errorf("reading the output of git diff: %w", err)
	}
	untracked, err := git(ctx, c.root, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.go")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		if name != "" {
			c.files[name] = file{whole: true}
		}
	}
	if c.root, err = filepath.EvalSymlinks(filepath.FromSlash(c.root)); err != nil {
		return nil, err
	}
	return c, nil
}

// read reads the output of git diff.
func (c *Changes) read(diff []byte) error {
	files, _, err := gitdiff.Parse(bytes.NewReader(diff))
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.IsDelete {
			continue
		}
		var found file
		for _, t := range f.TextFragments {
			if at := int(t.NewPosition); t.NewLines > 0 {
				found.changed = append(found.changed, [2]int{at, at + int(t.NewLines) - 1})
			} else {
				found.deleted = append(found.deleted, at)
			}
		}
		c.files[f.NewName] = found
	}
	return nil
}

// file is what differs in a file, given by its absolute name. Of files outside
// of the repository nothing is known: they count as new, for a gate that cannot
// tell must not let pass.
func (c *Changes) file(name string) file {
	if dir, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		name = filepath.Join(dir, filepath.Base(name))
	}
	rel, err := filepath.Rel(c.root, name)
	if err != nil || !filepath.IsLocal(rel) {
		return file{whole: true}
	}
	return c.files[filepath.ToSlash(rel)]
}

// Touches reports whether a line of a file is new or other, or one was deleted.
func (c *Changes) Touches(name string) bool {
	f := c.file(name)
	return f.whole || len(f.changed)+len(f.deleted) > 0
}

// Lines reports whether a line from first to last is new or other.
func (c *Changes) Lines(name string, first, last int) bool {
	f := c.file(name)
	for _, s := range f.changed {
		if s[0] <= max(first, last) && first <= s[1] {
			return true
		}
	}
	return f.whole
}

// Within reports whether a line from first to last is new or other, or one was
// deleted between them.
func (c *Changes) Within(name string, first, last int) bool {
	for _, after := range c.file(name).deleted {
		if first <= after && after < last {
			return true
		}
	}
	return c.Lines(name, first, last)
}
