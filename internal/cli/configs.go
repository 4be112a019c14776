package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/tetherlint/tether/internal/finding"
)

// configs answers the driver's question for a package's config. A bad config
// does not end the run: packages that others govern are reported, those that it
// governs are not, and the exit code says so.
type configs struct {
	job *job

	mu   sync.Mutex
	bad  map[string]bool // directories whose config is bad
	errs []error         // each bad config's error, once
}

func (c *configs) key(dir string) (string, error) {
	if c.job.named != nil {
		return c.job.named.Key(), nil
	}
	cfg, err := c.job.find(dir)
	if err == nil {
		return cfg.Key(), nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bad[dir] = true
	known := func(e error) bool { return e.Error() == err.Error() }
	if !slices.ContainsFunc(c.errs, known) {
		c.errs = append(c.errs, err)
		slices.SortFunc(c.errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	}
	return "bad config", nil
}

// isBad reports whether the config that governs a directory cannot be read.
func (c *configs) isBad(dir string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bad[dir]
}

// drop removes what was found under a bad config.
func (c *configs) drop(res *finding.Result) {
	if len(c.bad) == 0 {
		return
	}
	bad := func(s finding.Span) bool { return c.bad[filepath.Dir(s.File)] }
	res.Findings = slices.DeleteFunc(res.Findings, func(f finding.Finding) bool { return bad(f.Span) })
	res.Launches = slices.DeleteFunc(res.Launches, func(l finding.Launch) bool { return bad(l.Span) })
	res.Acquisitions = slices.DeleteFunc(res.Acquisitions, func(a finding.Acquisition) bool { return bad(a.Span) })
}
