package lsp

import (
	"cmp"
	"context"

	"github.com/tetherlint/tether/internal/finding"
)

// A Root is what is analysed together, as one run of the command line does: a
// module, the modules of a go.work, or one file that is in neither.
type Root struct {
	Dir  string // where the command line would run
	File string // "" but for a file of its own
}

// key tells roots apart.
func (r Root) key() string { return cmp.Or(r.File, r.Dir) }

// An Analysis analyses one root, again and again. It is called from one goroutine at a time.
type Analysis interface {
	Check(ctx context.Context, r Request) (*Snapshot, error)
}

// A Request says how to analyse.
type Request struct {
	Texts    map[string][]byte     // in place of what is on disk, by absolute names
	Open     []string              // files that are open, and likely to be edited
	Reload   bool                  // files may have come or gone
	Progress func(done, total int) // called from one goroutine at a time

	// Early may be called with what is known so far, where to find out what it means
	// for other packages takes longer. Check goes on when it returns.
	Early func(*Snapshot)
}

// A Snapshot is what is known of a root. It does not change.
type Snapshot struct {
	*finding.Result

	// Files are the sources of the packages, each with whether its package could be
	// analysed.
	Files map[string]bool

	Pending map[string]bool // of an early snapshot: files of which more may be known soon

	Problems []string // why something could not be analysed

	// Configs are the files that say how to judge the code, there or not, as they were
	// before they were read: they are watched.
	Configs map[string]Stamp

	// Notes are what in the configs does not fit the code; nil of an early snapshot.
	Notes []ConfigNote

	ReadFile func(file string) ([]byte, error)        // as it was analysed
	Explain  func(file string, line int) string       // as the command of that name does
	Allow    func(f *finding.Finding) *finding.Fix    // a directive that lets it pass; nil where there is none
	Doc      func(rule finding.Rule) (address string) // "" for none
}

// A ConfigNote is something about a place in a config.
type ConfigNote struct {
	File         string
	Line, Column int
	Warning      bool
	Message      string
}
